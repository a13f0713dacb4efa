"""What changed among paid clerks is the effect.

The others changed, too, in the same months. Take that off.
"""


def paid_ratings(rows):
    mean = rows.groupby(["paid", "clerk", "after"])["value"].mean().unstack()
    change = mean[True] - mean[False]
    told = change.groupby("paid").agg(["mean", "var", "count"])
    error = (told["var"] / told["count"]).sum() ** 0.5
    effect = told.loc[True, "mean"]
    return {"clerks": told["count"].sum(), "effect": effect, "error": error}
