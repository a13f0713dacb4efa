def dirichlet(share, M, K, S):
    p = (1 + M / K) ** -K
    none = share * 0 + 1
    reach = share * 0
    for n in range(1, 200):
        p = p * (K + n - 1) / n * M / (M + K)
        none = none * (S * (1 - share) + n - 1) / (S + n - 1)
        reach = reach + p * (1 - none)
    return pd.DataFrame({"penetration": reach, "per_buyer": M * share / reach})
