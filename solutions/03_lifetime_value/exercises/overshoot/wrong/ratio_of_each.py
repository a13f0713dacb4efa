"""A ratio for each newcomer, whoever she is, and then their mean.

Infinity comes from those who have not ordered again: there you divide by 0. The question asks for *all* orders over
*all* orders, so how many divisions are there?
"""


def overshoot(newcomers, r, alpha, a, b):
    expected = clv.BGNBD(r, alpha, a, b).expected_new(newcomers["T"])
    return (expected / newcomers["x"]).mean()
