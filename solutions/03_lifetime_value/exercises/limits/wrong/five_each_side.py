"""95 of 100 leave 5 on each side.

5 of 100 are left for both sides together.
"""


def limits(crowds):
    pays = crowds["value_eur"] > crowds["next_eur"]
    value = crowds.groupby("channel")["value_eur"]
    result = pd.DataFrame({"low_eur": value.quantile(0.05), "high_eur": value.quantile(0.95)})
    result["pays"] = pays.groupby(crowds["channel"]).mean()
    return result
