"""The range goes from the mean less two spreads to the mean plus two.

That describes a bell curve, and worth is often lopsided. You have the crowds' own values: read both ends off them.
"""


def limits(crowds):
    pays = crowds["value_eur"] > crowds["next_eur"]
    value = crowds.groupby("channel")["value_eur"]
    middle, spread = value.mean(), 2 * value.std()
    result = pd.DataFrame({"low_eur": middle - spread, "high_eur": middle + spread})
    result["pays"] = pays.groupby(crowds["channel"]).mean()
    return result
