"""What comes on top over what is spent on top.

That is people per euro. A cost is euros per person.
"""


def next_cost(channels):
    dearer = channels["r"] / channels["q"]
    extra = channels["usual"] * (channels["q"] - 1) / (channels["r"] - 1)
    return pd.DataFrame({"average": channels["usual"] * dearer, "extra": extra, "next": extra * dearer})
