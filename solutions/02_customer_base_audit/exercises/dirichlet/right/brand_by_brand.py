def dirichlet(share, M, K, S):
    rows = {}
    for brand, s in share.items():
        p, q, missed = (1 + M / K) ** (-K), 1.0, 0.0
        for n in range(200):
            if n > 0:
                p *= (K + n - 1) / n * (M / (M + K))
                q *= (S - S * s + n - 1) / (S + n - 1)
            missed += p * q
        rows[brand] = {"penetration": 1 - missed, "per_buyer": M * s / (1 - missed)}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(share.index.name)
