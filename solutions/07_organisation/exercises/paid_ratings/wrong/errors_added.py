"""The errors of both groups add up.

Their *variances* add up. Then comes the root.
"""


def paid_ratings(rows):
    mean = rows.groupby(["paid", "clerk", "after"])["value"].mean().unstack()
    change = mean[True] - mean[False]
    told = change.groupby("paid").agg(["mean", "var", "count"])
    error = ((told["var"] / told["count"]) ** 0.5).sum()
    effect = told.loc[True, "mean"] - told.loc[False, "mean"]
    return {"clerks": told["count"].sum(), "effect": effect, "error": error}
