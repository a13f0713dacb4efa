"""Overlap is what both share, over the members of both lists.

Whoever is on both lists is then counted twice. Divide by those on *either* list, each once.
"""


def stability(first, again):
    result = {}
    for segment in first.unique():
        best = []
        for run in again.columns:
            there = again[run].dropna()
            mine = first.reindex(there.index) == segment

            shares = [(mine & (there == g)).sum() / (mine.sum() + (there == g).sum()) for g in there.unique()]
            best.append(max(shares))
        result[segment] = sum(best) / len(best)
    return pd.Series(result)
