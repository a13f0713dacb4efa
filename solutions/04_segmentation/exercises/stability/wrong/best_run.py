"""What came out once can come out, so the best run counts.

The question asks for the mean over the runs.
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
        result[segment] = max(best)
    return pd.Series(result)
