"""Those who were not drawn count as not in the group.

Customer 2 was not drawn in run 2. Nobody knows in which group she would have been, so leave her out there.
"""


def stability(first, again):
    result = {}
    for segment in first.unique():
        best = []
        for run in again.columns:
            mine = first == segment
            groups = again[run].dropna().unique()
            best.append(max((mine & (again[run] == g)).sum() / (mine | (again[run] == g)).sum() for g in groups))
        result[segment] = sum(best) / len(best)
    return pd.Series(result)
