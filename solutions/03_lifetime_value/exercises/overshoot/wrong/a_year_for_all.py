"""They came in the last year, so each has had a year.

Whoever came last month has had one month. Each has her own `T`.
"""


def overshoot(newcomers, r, alpha, a, b):
    expected = clv.BGNBD(r, alpha, a, b).expected_new(52) * len(newcomers)
    return expected / newcomers["x"].sum()
