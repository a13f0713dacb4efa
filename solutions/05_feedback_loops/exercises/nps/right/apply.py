def nps(asked):
    def one(scores):
        point = np.sign((scores >= 9).astype(int) - (scores <= 6).astype(int))
        return pd.Series({"answers": len(scores), "nps": 100 * point.mean(), "error": 100 * point.std(ddof=0) / len(scores) ** 0.5})

    return asked.dropna().groupby("wave")["score"].apply(one).unstack()
