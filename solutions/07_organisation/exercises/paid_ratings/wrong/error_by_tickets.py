"""The error comes from the tickets, and there are many.

Tickets of one clerk are alike. How many clerks are there?
"""


def paid_ratings(rows):
    mean = rows.groupby(["paid", "clerk", "after"])["value"].mean().unstack()
    change = (mean[True] - mean[False]).groupby("paid")
    cells = rows.groupby(["paid", "after"])["value"].agg(["var", "count"])
    effect = change.mean()[True] - change.mean()[False]
    return {"clerks": change.count().sum(), "effect": effect, "error": (cells["var"] / cells["count"]).sum() ** 0.5}
