"""On average they were watched for so many weeks, so take that for each.

Two newcomers with 10 and 50 weeks place fewer orders than two with 30 weeks each, since some leave on the way. Each has
a `T` of her own.
"""


def overshoot(newcomers, r, alpha, a, b):
    expected = clv.BGNBD(r, alpha, a, b).expected_new(newcomers["T"].mean()) * len(newcomers)
    return expected / newcomers["x"].sum()
