def dirichlet(share, M, K, S):
    n = np.arange(1, 200)
    chance = (1 + M / K) ** -K * np.append(1, np.cumprod((K + n - 1) / n * M / (M + K)))
    none = np.array([np.append(1, np.cumprod((S * (1 - s) + n - 1) / (S + n - 1))) for s in share])
    reach = pd.Series(1 - none @ chance, index=share.index)
    return pd.DataFrame({"penetration": reach, "per_buyer": M * share / reach})
