"""A share is a part of 1.

The question asks for points. How many points is a share of 1?
"""


def nps(asked):
    heard = asked.dropna(subset="score")
    up = (heard["score"] >= 9).groupby(heard["wave"]).mean()
    down = (heard["score"] <= 6).groupby(heard["wave"]).mean()
    n = heard.groupby("wave")["score"].count()
    error = ((up + down - (up - down) ** 2) / n) ** 0.5
    return pd.DataFrame({"answers": n, "nps": up - down, "error": error})
