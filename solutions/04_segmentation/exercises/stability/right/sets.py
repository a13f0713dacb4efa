def stability(first, again):
    def overlap(one, other):
        return len(one & other) / len(one | other)

    result = {}
    for segment, members in first.groupby(first):
        told = []
        for run in again:
            there = again[run].dropna()
            mine = set(members.index) & set(there.index)
            told.append(max(overlap(mine, set(group.index)) for _, group in there.groupby(there)))
        result[segment] = np.mean(told)
    return pd.Series(result)
