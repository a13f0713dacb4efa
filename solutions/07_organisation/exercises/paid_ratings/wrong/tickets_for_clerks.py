"""All tickets of a group go into one pool.

Clerks with many tickets count for more in a pool. Take each clerk's mean first.
"""


def paid_ratings(rows):
    heap = rows.groupby(["paid", "after"])["value"].mean().unstack()
    gain = heap[True] - heap[False]
    mean = rows.groupby(["paid", "clerk", "after"])["value"].mean().unstack()
    told = (mean[True] - mean[False]).groupby("paid").agg(["var", "count"])
    return {"clerks": told["count"].sum(), "effect": gain[True] - gain[False], "error": (told["var"] / told["count"]).sum() ** 0.5}
