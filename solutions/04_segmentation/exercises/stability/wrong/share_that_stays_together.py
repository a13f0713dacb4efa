"""A segment is steady if its members stay together.

In run 3, customer 4 joined the three cooks. Members of the run's group who are not in the segment count against it.
"""


def stability(first, again):
    result = {}
    for segment in first.unique():
        best = []
        for run in again.columns:
            there = again[run].dropna()
            mine = first.reindex(there.index) == segment

            shares = [(mine & (there == g)).sum() / mine.sum() for g in there.unique()]
            best.append(max(shares))
        result[segment] = sum(best) / len(best)
    return pd.Series(result)
