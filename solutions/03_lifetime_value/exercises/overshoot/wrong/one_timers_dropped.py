"""Those who never came back tell nothing about later orders.

The model expects some orders of them too, and none came. That is just what the test must see.
"""


def overshoot(newcomers, r, alpha, a, b):
    again = newcomers[newcomers["x"] > 0]
    expected = clv.BGNBD(r, alpha, a, b).expected_new(again["T"])
    return expected.sum() / again["x"].sum()
