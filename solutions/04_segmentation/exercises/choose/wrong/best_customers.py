"""The best customers deserve it.

Customer 1 has spent most. By how much does an offer move her? Rank by the gain, not by what she has spent.
"""


def choose(customers, cost, budget):
    best = customers.sort_values("eur", ascending=False).head(budget)
    return best["effect"] * best["margin_eur"] - cost
