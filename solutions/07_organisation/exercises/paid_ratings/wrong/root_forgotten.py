"""The error is the variances over the numbers, added up.

That is the square of the error. What is missing?
"""


def paid_ratings(rows):
    mean = rows.groupby(["paid", "clerk", "after"])["value"].mean().unstack()
    change = mean[True] - mean[False]
    told = change.groupby("paid").agg(["mean", "var", "count"])
    error = (told["var"] / told["count"]).sum()
    effect = told.loc[True, "mean"] - told.loc[False, "mean"]
    return {"clerks": told["count"].sum(), "effect": effect, "error": error}
