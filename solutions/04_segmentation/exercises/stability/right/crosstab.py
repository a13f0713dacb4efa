def stability(first, again):
    runs = []
    for run in again.columns:
        there = again[run].dropna()
        both = pd.crosstab(first.loc[there.index], there)
        either = both.sum(axis=1).to_numpy()[:, None] + both.sum(axis=0).to_numpy() - both
        runs.append((both / either).max(axis=1).reindex(first.unique(), fill_value=0))
    return pd.concat(runs, axis=1).mean(axis=1)
