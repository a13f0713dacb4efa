"""Only a 10 is a promoter.

Look at those who gave 9. On which side does the definition put them?
"""


def nps(asked):
    heard = asked.dropna(subset="score")
    up = (heard["score"] > 9).groupby(heard["wave"]).mean()
    down = (heard["score"] <= 6).groupby(heard["wave"]).mean()
    n = heard.groupby("wave")["score"].count()
    error = ((up + down - (up - down) ** 2) / n) ** 0.5
    return pd.DataFrame({"answers": n, "nps": 100 * (up - down), "error": 100 * error})
