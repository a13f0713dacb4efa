"""The ratio of the two, one way or the other.

By your table a newcomer becomes cheaper in raised months. Spend rose more than the number who came: which stands above the line?
"""


def next_cost(channels):
    dearer = channels["r"] / channels["q"]
    extra = channels["usual"] * (channels["r"] - 1) / (channels["q"] - 1)
    return pd.DataFrame({"average": channels["usual"] / dearer, "extra": extra, "next": extra * dearer})
