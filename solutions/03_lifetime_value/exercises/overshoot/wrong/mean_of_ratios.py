"""A ratio for each customer, and then their mean.

A customer with no later order has no ratio. Add up all orders on both sides first, then divide once.
"""


def overshoot(newcomers, r, alpha, a, b):
    expected = clv.BGNBD(r, alpha, a, b).expected_new(newcomers["T"])
    back = newcomers["x"] > 0
    return (expected[back] / newcomers["x"][back]).mean()
