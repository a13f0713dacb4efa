"""The score is the share of promoters.

That is one of its two parts. What is taken off?
"""


def nps(asked):
    heard = asked.dropna(subset="score")
    up = (heard["score"] >= 9).groupby(heard["wave"]).mean()
    down = (heard["score"] <= 6).groupby(heard["wave"]).mean()
    n = heard.groupby("wave")["score"].count()
    error = ((up + down - (up - down) ** 2) / n) ** 0.5
    return pd.DataFrame({"answers": n, "nps": 100 * up, "error": 100 * error})
