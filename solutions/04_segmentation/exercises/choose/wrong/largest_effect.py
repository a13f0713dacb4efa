"""Those whom an offer moves most should get it.

Customer 6 is moved most, but her order leaves only 9 euros. Compare gains, not chances.
"""


def choose(customers, cost, budget):
    most = customers.sort_values("effect", ascending=False).head(budget)
    gain = most["effect"] * most["margin_eur"] - cost
    return gain[gain > 0]
