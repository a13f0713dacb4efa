def stability(first, again):
    total = 0
    for run in again.columns:
        there = again[run].dropna()
        a = pd.get_dummies(first[there.index]).astype(int)
        b = pd.get_dummies(there).astype(int)
        both = a.T.dot(b)
        either = -both.sub(a.sum(), axis=0).sub(b.sum(), axis=1)
        total = total + (both / either).max(axis=1)
    return total / len(again.columns)
