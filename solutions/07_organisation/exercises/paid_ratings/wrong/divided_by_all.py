"""The effect per clerk, over all clerks.

Take the mean change of each group, and then one difference.
"""


def paid_ratings(rows):
    mean = rows.groupby(["paid", "clerk", "after"])["value"].mean().unstack()
    change = mean[True] - mean[False]
    told = change.groupby("paid").agg(["mean", "var", "count"])
    error = (told["var"] / told["count"]).sum() ** 0.5
    effect = (change.xs(True, level="paid").sum() - change.xs(False, level="paid").sum()) / len(change)
    return {"clerks": told["count"].sum(), "effect": effect, "error": error}
