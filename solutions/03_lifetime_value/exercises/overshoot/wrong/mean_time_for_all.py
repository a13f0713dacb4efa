"""On average they were watched for so many weeks, so take that for each.

Two newcomers of 10 and of 50 weeks do not order as two of 30 do: the pace falls as some leave. Each has a `T` of her own.
"""


def overshoot(newcomers, r, alpha, a, b):
    expected = clv.BGNBD(r, alpha, a, b).expected_new(newcomers["T"].mean()) * len(newcomers)
    return expected / newcomers["x"].sum()
