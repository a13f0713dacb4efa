"""More is always better, days too.

Customer 10 was last seen 700 days ago. Should she have the best `r`?
"""


def rfm(customers):
    worse = customers[["days", "orders", "eur"]].rank(method="min") - 1
    scores = (1 + 5 * worse // len(customers)).astype(int)
    return scores.set_axis(["r", "f", "m"], axis=1)
