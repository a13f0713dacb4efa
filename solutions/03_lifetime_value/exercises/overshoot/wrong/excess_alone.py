"""Too many means the orders above those that came.

You gave the excess. The answer is the whole ratio: 1 where the forecast is right.
"""


def overshoot(newcomers, r, alpha, a, b):
    expected = clv.BGNBD(r, alpha, a, b).expected_new(newcomers["T"])
    return expected.sum() / newcomers["x"].sum() - 1
