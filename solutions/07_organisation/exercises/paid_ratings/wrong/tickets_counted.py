"""The number of rows is the number of clerks.

A row is a ticket. How many clerks have answered them?
"""


def paid_ratings(rows):
    mean = rows.groupby(["paid", "clerk", "after"])["value"].mean().unstack()
    change = mean[True] - mean[False]
    told = change.groupby("paid").agg(["mean", "var", "count"])
    error = (told["var"] / told["count"]).sum() ** 0.5
    effect = told.loc[True, "mean"] - told.loc[False, "mean"]
    return {"clerks": len(rows), "effect": effect, "error": error}
