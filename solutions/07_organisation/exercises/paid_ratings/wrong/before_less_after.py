"""The change is before less after.

A rise should be above zero.
"""


def paid_ratings(rows):
    mean = rows.groupby(["paid", "clerk", "after"])["value"].mean().unstack()
    change = mean[False] - mean[True]
    told = change.groupby("paid").agg(["mean", "var", "count"])
    error = (told["var"] / told["count"]).sum() ** 0.5
    effect = told.loc[True, "mean"] - told.loc[False, "mean"]
    return {"clerks": told["count"].sum(), "effect": effect, "error": error}
