"""The average rose by `r / q`, so it rises so much once more.

Along the curve it is the cost of the *extra* ones that rises by `r / q` once more.
"""


def next_cost(channels):
    dearer = channels["r"] / channels["q"]
    extra = channels["usual"] * (channels["r"] - 1) / (channels["q"] - 1)
    return pd.DataFrame({"average": channels["usual"] * dearer, "extra": extra, "next": channels["usual"] * dearer * dearer})
