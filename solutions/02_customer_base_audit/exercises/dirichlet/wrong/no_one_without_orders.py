"""The sum begins with one order, because nobody else can buy.

Who places no order does not buy the line either: `n` begins at 0.
"""


def dirichlet(share, M, K, S):
    chance, none = (1 + M / K) ** -K, 1
    missed = 0
    for n in range(1, 200):
        chance = chance * (K + n - 1) / n * M / (M + K)
        none = none * (S * (1 - share) + n - 1) / (S + n - 1)
        missed = missed + chance * none
    return pd.DataFrame({"penetration": 1 - missed, "per_buyer": M * share / (1 - missed)})
