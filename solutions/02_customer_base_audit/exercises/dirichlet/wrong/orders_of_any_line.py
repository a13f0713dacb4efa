"""Buyers of a line divide all orders.

Not all orders are for this line. Only the share `s` of them is.
"""


def dirichlet(share, M, K, S):
    chance, none = (1 + M / K) ** -K, 1
    missed = chance * none
    for n in range(1, 200):
        chance = chance * (K + n - 1) / n * M / (M + K)
        none = none * (S * (1 - share) + n - 1) / (S + n - 1)
        missed = missed + chance * none
    return pd.DataFrame({"penetration": 1 - missed, "per_buyer": M / (1 - missed)})
