"""The extra spend is shared by all who came.

The extra spend won the extra ones. The others would have come for the usual spend. How many came on top?
"""


def next_cost(channels):
    dearer = channels["r"] / channels["q"]
    extra = channels["usual"] * (channels["r"] - 1) / channels["q"]
    return pd.DataFrame({"average": channels["usual"] * dearer, "extra": extra, "next": extra * dearer})
