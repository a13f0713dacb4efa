def call_effect(trial):
    def one(mine):
        p, q, n, m = mine.bought[mine.called].mean(), mine.bought[~mine.called].mean(), mine.called.sum(), (~mine.called).sum()
        return pd.Series({"called": n, "not_called": m, "effect": 100 * (p - q), "error": 100 * np.hypot((p * (1 - p) / n) ** 0.5, (q * (1 - q) / m) ** 0.5)})

    return trial.groupby("group")[["called", "bought"]].apply(one)
