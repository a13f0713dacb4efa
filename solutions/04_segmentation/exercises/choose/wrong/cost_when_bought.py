"""An offer costs only if somebody buys.

Each offer is made by hand and costs its price, whether she orders or not.
"""


def choose(customers, cost, budget):
    gain = customers["effect"] * (customers["margin_eur"] - cost)
    return gain[gain > 0].sort_values(ascending=False).head(budget)
