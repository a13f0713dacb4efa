"""Sort, take the first so many, and drop what brings nothing.

You sorted the smallest gains first, took those, and dropped them, since they bring nothing. The largest come first.
"""


def choose(customers, cost, budget):
    gain = (customers["effect"] * customers["margin_eur"] - cost).sort_values().head(budget)
    return gain[gain > 0]
