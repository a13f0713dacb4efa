def nps(asked):
    point = asked["score"].map(lambda s: None if pd.isna(s) else (s > 8) * 1.0 - (s < 7) * 1.0)
    by = point.astype(float).groupby(asked["wave"])
    error = 100 * by.std(ddof=0) / by.count() ** 0.5
    return pd.DataFrame({"answers": by.count(), "nps": 100 * by.mean(), "error": error})
