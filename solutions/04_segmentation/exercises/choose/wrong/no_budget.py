"""Whoever gains should get an offer.

The budget allows so many offers and no more. Take the largest gains.
"""


def choose(customers, cost, budget):
    gain = customers["effect"] * customers["margin_eur"] - cost
    return gain[gain > 0]
