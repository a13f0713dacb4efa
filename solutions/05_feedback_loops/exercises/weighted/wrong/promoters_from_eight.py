"""An 8 is a promoter.

An 8 is in the middle, as in exercise 1.
"""


def weighted(answers, base):
    n = answers.groupby("cell")["score"].count()
    up = (answers["score"] >= 8).groupby(answers["cell"]).mean()
    down = (answers["score"] <= 6).groupby(answers["cell"]).mean()
    return pd.DataFrame({"answers": n, "nps": 100 * (up - down), "weight": base / base.sum()})
