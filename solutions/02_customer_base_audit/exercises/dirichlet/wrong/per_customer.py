"""Orders of a line are counted per customer.

`per_buyer` is for each buyer of the line. How many of the customers bought the line?
"""


def dirichlet(share, M, K, S):
    chance, none = (1 + M / K) ** -K, 1
    missed = chance * none
    for n in range(1, 200):
        chance = chance * (K + n - 1) / n * M / (M + K)
        none = none * (S * (1 - share) + n - 1) / (S + n - 1)
        missed = missed + chance * none
    return pd.DataFrame({"penetration": 1 - missed, "per_buyer": M * share})
