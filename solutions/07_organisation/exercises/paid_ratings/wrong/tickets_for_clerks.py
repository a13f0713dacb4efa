"""All tickets of a group are one heap.

Clerks with many tickets count more in a heap. Take each clerk's mean first.
"""


def paid_ratings(rows):
    heap = rows.groupby(["paid", "after"])["value"].mean().unstack()
    gain = heap[True] - heap[False]
    mean = rows.groupby(["paid", "clerk", "after"])["value"].mean().unstack()
    told = (mean[True] - mean[False]).groupby("paid").agg(["var", "count"])
    return {"clerks": told["count"].sum(), "effect": gain[True] - gain[False], "error": (told["var"] / told["count"]).sum() ** 0.5}
