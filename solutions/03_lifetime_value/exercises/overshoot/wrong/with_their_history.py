"""Each newcomer has a history, so the forecast should use it.

The model must not see what these customers did. You test it on them. `expected` looks ahead from the end of the
data, and `expected_new` from the first order.
"""


def overshoot(newcomers, r, alpha, a, b):
    history = newcomers["x"], newcomers["t_x"], newcomers["T"]
    expected = clv.BGNBD(r, alpha, a, b).expected(newcomers["T"], *history)
    return expected.sum() / newcomers["x"].sum()
