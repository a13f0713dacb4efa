"""The formula for `none(n)` holds for n = 0, too.

A penetration above 1 cannot be. `none(0)` is 1, and the formula begins with one order.
"""


def dirichlet(share, M, K, S):
    chance, none, missed = (1 + M / K) ** -K, 1, 0
    for n in range(200):
        chance = chance * ((K + n - 1) / n * M / (M + K) if n else 1)
        none = none * (S * (1 - share) + n - 1) / (S + n - 1)
        missed = missed + chance * none
    return pd.DataFrame({"penetration": 1 - missed, "per_buyer": M * share / (1 - missed)})
