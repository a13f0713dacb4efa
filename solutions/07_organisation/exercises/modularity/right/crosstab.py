def modularity(talk):
    table = pd.crosstab(talk["a"], talk["b"], talk["messages"], aggfunc="sum").fillna(0)
    names = sorted(set(table.index) | set(table.columns))
    table = table.reindex(index=names, columns=names).fillna(0).to_numpy()
    share = (table.sum(axis=0) + table.sum(axis=1)) / (2 * table.sum())
    return table.trace() / table.sum() - (share**2).sum()
