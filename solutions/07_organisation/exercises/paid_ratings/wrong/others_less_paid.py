"""The effect is the others less the paid.

The effect is the paid clerks' change less that of the others.
"""


def paid_ratings(rows):
    mean = rows.groupby(["paid", "clerk", "after"])["value"].mean().unstack()
    change = mean[True] - mean[False]
    told = change.groupby("paid").agg(["mean", "var", "count"])
    error = (told["var"] / told["count"]).sum() ** 0.5
    effect = told.loc[False, "mean"] - told.loc[True, "mean"]
    return {"clerks": told["count"].sum(), "effect": effect, "error": error}
