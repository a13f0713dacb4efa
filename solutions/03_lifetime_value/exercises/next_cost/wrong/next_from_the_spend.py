"""The extra ones cost more, by as much as the spend has risen.

Spend rose `r` times. But more people came, too. Along the curve the next one costs `r / q` times what the extra ones cost: 1.67
times in the example, not 2.5.
"""


def next_cost(channels):
    dearer = channels["r"] / channels["q"]
    extra = channels["usual"] * (channels["r"] - 1) / (channels["q"] - 1)
    return pd.DataFrame({"average": channels["usual"] * dearer, "extra": extra, "next": extra * channels["r"]})
