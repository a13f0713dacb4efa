"""All that was spent, over those who came on top.

For the extra ones only the extra euros were spent: 150 of 250 in the example.
"""


def next_cost(channels):
    dearer = channels["r"] / channels["q"]
    extra = channels["usual"] * channels["r"] / (channels["q"] - 1)
    return pd.DataFrame({"average": channels["usual"] * dearer, "extra": extra, "next": extra * dearer})
