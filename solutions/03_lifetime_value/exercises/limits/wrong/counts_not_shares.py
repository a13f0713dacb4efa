"""`pays` counts crowds.

Give a share between 0 and 1.
"""


def limits(crowds):
    pays = crowds["value_eur"] > crowds["next_eur"]
    value = crowds.groupby("channel")["value_eur"]
    result = pd.DataFrame({"low_eur": value.quantile(0.025), "high_eur": value.quantile(0.975)})
    result["pays"] = pays.groupby(crowds["channel"]).sum()
    return result
