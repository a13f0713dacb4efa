"""`n` is the number of orders so far, so the formula takes it as it is.

For one order, `n - 1` in the formula is 0. Work out `none(1)` by hand: it is 1 - s.
"""


def dirichlet(share, M, K, S):
    chance, none = (1 + M / K) ** -K, 1
    missed = chance * none
    for n in range(1, 200):
        chance = chance * (K + n - 1) / n * M / (M + K)
        none = none * (S * (1 - share) + n) / (S + n)
        missed = missed + chance * none
    return pd.DataFrame({"penetration": 1 - missed, "per_buyer": M * share / (1 - missed)})
