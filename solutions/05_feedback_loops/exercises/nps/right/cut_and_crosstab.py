def nps(asked):
    kind = pd.cut(asked["score"], [-1, 6, 8, 10], labels=["down", "middle", "up"])
    share = pd.crosstab(asked["wave"], kind, normalize="index").reindex(columns=["down", "up"], fill_value=0)
    n = asked.groupby("wave")["score"].count()
    gap = share["up"] - share["down"]
    error = np.sqrt((share["up"] + share["down"] - gap**2) / n)
    return pd.DataFrame({"error": 100 * error, "nps": 100 * gap, "answers": n})
