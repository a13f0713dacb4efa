"""The next one costs what each costs.

The average of a raised month holds all who come in usual months, too, and these came cheaply. The next one is dearer than
the extra ones.
"""


def next_cost(channels):
    dearer = channels["r"] / channels["q"]
    extra = channels["usual"] * (channels["r"] - 1) / (channels["q"] - 1)
    return pd.DataFrame({"average": channels["usual"] * dearer, "extra": extra, "next": channels["usual"] * dearer})
