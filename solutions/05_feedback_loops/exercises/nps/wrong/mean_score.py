"""The score of a wave is the mean of its scores.

This is the mean answer from 0 to 10. What is taken from what in a Net Promoter Score?
"""


def nps(asked):
    heard = asked.dropna(subset="score")
    up = (heard["score"] >= 9).groupby(heard["wave"]).mean()
    down = (heard["score"] <= 6).groupby(heard["wave"]).mean()
    n = heard.groupby("wave")["score"].count()
    error = ((up + down - (up - down) ** 2) / n) ** 0.5
    return pd.DataFrame({"answers": n, "nps": heard.groupby("wave")["score"].mean(), "error": 100 * error})
