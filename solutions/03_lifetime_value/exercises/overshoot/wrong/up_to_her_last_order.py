"""A customer is watched up to her last order.

Weeks of silence count too: she could have ordered in them. She was watched to the end of the data, `T` weeks.
"""


def overshoot(newcomers, r, alpha, a, b):
    expected = clv.BGNBD(r, alpha, a, b).expected_new(newcomers["t_x"])
    return expected.sum() / newcomers["x"].sum()
