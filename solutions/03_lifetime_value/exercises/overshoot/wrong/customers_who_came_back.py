"""Compare with the customers who came back.

`expected_new` counts orders, and one customer may place many. Divide by orders, too.
"""


def overshoot(newcomers, r, alpha, a, b):
    expected = clv.BGNBD(r, alpha, a, b).expected_new(newcomers["T"])
    return expected.sum() / (newcomers["x"] > 0).sum()
