"""A budget is a sum of money.

Here `budget` is a number of offers. You divided it by what an offer costs.
"""


def choose(customers, cost, budget):
    gain = customers["effect"] * customers["margin_eur"] - cost
    return gain[gain > 0].sort_values(ascending=False).head(int(budget // cost))
