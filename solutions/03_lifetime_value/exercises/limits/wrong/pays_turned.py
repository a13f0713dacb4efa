"""`pays` is where the next one costs more.

It pays if she is worth *more* than she costs.
"""


def limits(crowds):
    pays = crowds["value_eur"] < crowds["next_eur"]
    value = crowds.groupby("channel")["value_eur"]
    result = pd.DataFrame({"low_eur": value.quantile(0.025), "high_eur": value.quantile(0.975)})
    result["pays"] = pays.groupby(crowds["channel"]).mean()
    return result
