"""The range is that of worth less cost.

`low_eur` and `high_eur` are ends of what a newcomer is worth, before the cost of winning her is taken off.
"""


def limits(crowds):
    pays = crowds["value_eur"] > crowds["next_eur"]
    value = (crowds["value_eur"] - crowds["next_eur"]).groupby(crowds["channel"])
    result = pd.DataFrame({"low_eur": value.quantile(0.025), "high_eur": value.quantile(0.975)})
    result["pays"] = pays.groupby(crowds["channel"]).mean()
    return result
