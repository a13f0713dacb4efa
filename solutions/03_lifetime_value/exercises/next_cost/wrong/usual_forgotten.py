"""The ratios are the answer.

In the example, 1.67 is no cost. Say it in euros: what does one cost in usual months?
"""


def next_cost(channels):
    dearer = channels["r"] / channels["q"]
    extra = (channels["r"] - 1) / (channels["q"] - 1)
    return pd.DataFrame({"average": dearer, "extra": extra, "next": extra * dearer})
