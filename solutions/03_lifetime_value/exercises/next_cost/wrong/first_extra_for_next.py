"""The next one costs the extra ones' cost, over `r / q`.

That is what the *first* extra one cost, 18 euros in the example. The next one comes after all of them.
"""


def next_cost(channels):
    dearer = channels["r"] / channels["q"]
    extra = channels["usual"] * (channels["r"] - 1) / (channels["q"] - 1)
    return pd.DataFrame({"average": channels["usual"] * dearer, "extra": extra, "next": extra / dearer})
