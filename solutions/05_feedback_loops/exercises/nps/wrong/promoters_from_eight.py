"""An 8 is a good mark, so it is a promoter.

An 8 is in the middle. From which score on does somebody count as a promoter?
"""


def nps(asked):
    heard = asked.dropna(subset="score")
    up = (heard["score"] >= 8).groupby(heard["wave"]).mean()
    down = (heard["score"] <= 6).groupby(heard["wave"]).mean()
    n = heard.groupby("wave")["score"].count()
    error = ((up + down - (up - down) ** 2) / n) ** 0.5
    return pd.DataFrame({"answers": n, "nps": 100 * (up - down), "error": 100 * error})
