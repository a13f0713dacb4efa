"""Stability is a property of the whole solution.

One weak group hides behind strong ones. Give a value for each segment.
"""


def stability(first, again):
    result = {}
    for segment in first.unique():
        best = []
        for run in again.columns:
            there = again[run].dropna()
            mine = first.reindex(there.index) == segment

            shares = [(mine & (there == g)).sum() / (mine | (there == g)).sum() for g in there.unique()]
            best.append(max(shares))
        result[segment] = sum(best) / len(best)
    return pd.Series(result) * 0 + sum(result.values()) / len(result)
