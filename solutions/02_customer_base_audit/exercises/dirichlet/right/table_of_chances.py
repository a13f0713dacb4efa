def dirichlet(share, M, K, S):
    chance = [(1 + M / K) ** -K]
    none = [pd.Series(1.0, index=share.index)]
    for n in range(1, 200):
        chance.append(chance[-1] * (K + n - 1) / n * M / (M + K))
        none.append(none[-1] * (S * (1 - share) + n - 1) / (S + n - 1))
    reach = 1 - sum(a * b for a, b in zip(chance, none))
    table = reach.to_frame("penetration")
    table["per_buyer"] = M * share / table["penetration"]
    return table
