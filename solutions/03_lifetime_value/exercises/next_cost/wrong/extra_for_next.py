"""The next one costs what the extra ones cost.

The extra ones differ, too: the first of them came more cheaply than the last. Along the curve the next one costs `r / q`
times their average.
"""


def next_cost(channels):
    dearer = channels["r"] / channels["q"]
    extra = channels["usual"] * (channels["r"] - 1) / (channels["q"] - 1)
    return pd.DataFrame({"average": channels["usual"] * dearer, "extra": extra, "next": extra})
