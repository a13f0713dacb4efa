"""All groups of a run count, not the best one.

A segment need only be found again in one group of a run. Which one overlaps most?
"""


def stability(first, again):
    result = {}
    for segment in first.unique():
        best = []
        for run in again.columns:
            there = again[run].dropna()
            mine = first.reindex(there.index) == segment

            shares = [(mine & (there == g)).sum() / (mine | (there == g)).sum() for g in there.unique()]
            best.append(sum(shares) / len(shares))
        result[segment] = sum(best) / len(best)
    return pd.Series(result)
