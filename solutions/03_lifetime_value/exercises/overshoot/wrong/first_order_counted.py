"""The orders that came include the first one.

`expected_new` expects orders after the first. So count those on both sides.
"""


def overshoot(newcomers, r, alpha, a, b):
    expected = clv.BGNBD(r, alpha, a, b).expected_new(newcomers["T"])
    return expected.sum() / (newcomers["x"] + 1).sum()
