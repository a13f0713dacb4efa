"""The extra ones cost what the average has risen by.

A difference of two averages is the cost of nobody. Take the spend that came on top, over the people who came on top.
"""


def next_cost(channels):
    dearer = channels["r"] / channels["q"]
    extra = channels["usual"] * dearer - channels["usual"]
    return pd.DataFrame({"average": channels["usual"] * dearer, "extra": extra, "next": extra * dearer})
