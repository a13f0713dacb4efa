"""All clerks are one group.

The two groups have changed differently. Each has its own variance.
"""


def paid_ratings(rows):
    mean = rows.groupby(["paid", "clerk", "after"])["value"].mean().unstack()
    change = mean[True] - mean[False]
    told = change.groupby("paid").agg(["mean", "var", "count"])
    error = (change.var() / len(change)) ** 0.5
    effect = told.loc[True, "mean"] - told.loc[False, "mean"]
    return {"clerks": told["count"].sum(), "effect": effect, "error": error}
