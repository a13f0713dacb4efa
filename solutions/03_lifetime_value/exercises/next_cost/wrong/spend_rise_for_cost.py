"""Spend rises `r` times, so each one costs `r` times as much.

More people came as well, `q` times as many. Spend over people: both have changed.
"""


def next_cost(channels):
    dearer = channels["r"] / channels["q"]
    extra = channels["usual"] * (channels["r"] - 1) / (channels["q"] - 1)
    return pd.DataFrame({"average": channels["usual"] * channels["r"], "extra": extra, "next": extra * dearer})
