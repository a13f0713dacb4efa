"""The middle 95 of 100 lie within 1.96 standard deviations of the mean.

The mean and 1.96 standard deviations describe a bell curve, and worth is often lopsided. You have the crowds' own
values: read both ends off them.
"""


def limits(crowds):
    pays = crowds["value_eur"] > crowds["next_eur"]
    value = crowds.groupby("channel")["value_eur"]
    middle, spread = value.mean(), 1.96 * value.std()
    result = pd.DataFrame({"low_eur": middle - spread, "high_eur": middle + spread})
    result["pays"] = pays.groupby(crowds["channel"]).mean()
    return result
