"""The middle 95 of 100 lie within 1.96 standard deviations of the mean.

So it is for a bell curve, and a range of worth is often lopsided. You have the values: read both ends off them.
"""


def limits(crowds):
    pays = crowds["value_eur"] > crowds["next_eur"]
    value = crowds.groupby("channel")["value_eur"]
    middle, spread = value.mean(), 1.96 * value.std()
    result = pd.DataFrame({"low_eur": middle - spread, "high_eur": middle + spread})
    result["pays"] = pays.groupby(crowds["channel"]).mean()
    return result
