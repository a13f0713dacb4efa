def stability(first, again):
    def best(segment, column):
        there = column.dropna()
        mine = first[there.index].eq(segment)
        return max((mine & there.eq(g)).sum() / (mine | there.eq(g)).sum() for g in set(there))

    names = sorted(set(first))
    return pd.Series([np.mean([best(name, again[run]) for run in again]) for name in names], index=names)
