"""The chance of none for a line grows with its share.

The larger a line, the less likely it is that somebody buys none of it. Look at the formula's `1 - s`.
"""


def dirichlet(share, M, K, S):
    chance, none = (1 + M / K) ** -K, 1
    missed = chance * none
    for n in range(1, 200):
        chance = chance * (K + n - 1) / n * M / (M + K)
        none = none * (S * share + n - 1) / (S + n - 1)
        missed = missed + chance * none
    return pd.DataFrame({"penetration": 1 - missed, "per_buyer": M * share / (1 - missed)})
