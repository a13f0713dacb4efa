"""The paid group's error is enough.

A difference contains the errors of both groups.
"""


def paid_ratings(rows):
    mean = rows.groupby(["paid", "clerk", "after"])["value"].mean().unstack()
    change = mean[True] - mean[False]
    told = change.groupby("paid").agg(["mean", "var", "count"])
    error = (told.loc[True, "var"] / told.loc[True, "count"]) ** 0.5
    effect = told.loc[True, "mean"] - told.loc[False, "mean"]
    return {"clerks": told["count"].sum(), "effect": effect, "error": error}
