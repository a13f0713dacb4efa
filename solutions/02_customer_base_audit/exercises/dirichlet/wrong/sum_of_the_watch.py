"""The loop of the watch is long enough.

Your sum stops too early. Who orders ten times counts, too: go on to `n` = 199.
"""


def dirichlet(share, M, K, S):
    chance, none = (1 + M / K) ** -K, 1
    missed = chance * none
    for n in range(1, 6):
        chance = chance * (K + n - 1) / n * M / (M + K)
        none = none * (S * (1 - share) + n - 1) / (S + n - 1)
        missed = missed + chance * none
    return pd.DataFrame({"penetration": 1 - missed, "per_buyer": M * share / (1 - missed)})
