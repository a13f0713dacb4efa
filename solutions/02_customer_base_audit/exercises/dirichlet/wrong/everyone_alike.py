"""All customers have the same taste, so each order is a fresh draw by share.

People have favourites: that is what S says. Your table does not change with it.
"""


def dirichlet(share, M, K, S):
    chance, none = (1 + M / K) ** -K, 1
    missed = chance * none
    for n in range(1, 200):
        chance = chance * (K + n - 1) / n * M / (M + K)
        none = none * (1 - share)
        missed = missed + chance * none
    return pd.DataFrame({"penetration": 1 - missed, "per_buyer": M * share / (1 - missed)})
