"""sort_values puts the best first.

`sort_values` puts the smallest first, unless you say otherwise. Whom does the budget leave out?
"""


def choose(customers, cost, budget):
    gain = customers["effect"] * customers["margin_eur"] - cost
    return gain[gain > 0].sort_values().head(budget)
