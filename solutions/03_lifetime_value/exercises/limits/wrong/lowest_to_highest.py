"""The range goes from the lowest to the highest.

One odd crowd would set the end. Leave out 2.5 of 100 on each side.
"""


def limits(crowds):
    pays = crowds["value_eur"] > crowds["next_eur"]
    value = crowds.groupby("channel")["value_eur"]
    result = pd.DataFrame({"low_eur": value.min(), "high_eur": value.max()})
    result["pays"] = pays.groupby(crowds["channel"]).mean()
    return result
