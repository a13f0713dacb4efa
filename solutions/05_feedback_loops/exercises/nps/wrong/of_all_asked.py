"""Whoever does not answer counts as somebody in the middle.

Nobody knows what she would have said. By how many answers is a share divided?
"""


def nps(asked):
    heard = asked
    up = (heard["score"] >= 9).groupby(heard["wave"]).mean()
    down = (heard["score"] <= 6).groupby(heard["wave"]).mean()
    n = heard.groupby("wave")["score"].size()
    error = ((up + down - (up - down) ** 2) / n) ** 0.5
    return pd.DataFrame({"answers": n, "nps": 100 * (up - down), "error": 100 * error})
