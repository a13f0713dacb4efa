"""A budget is there to be spent.

With a budget of 8, your list has people whose offer costs more than it brings. Leave them out.
"""


def choose(customers, cost, budget):
    gain = customers["effect"] * customers["margin_eur"] - cost
    return gain.sort_values(ascending=False).head(budget)
