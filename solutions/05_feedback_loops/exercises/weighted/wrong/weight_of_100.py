"""A share is in per cent.

The weights must add up to 1.
"""


def weighted(answers, base):
    n = answers.groupby("cell")["score"].count()
    up = (answers["score"] >= 9).groupby(answers["cell"]).mean()
    down = (answers["score"] <= 6).groupby(answers["cell"]).mean()
    return pd.DataFrame({"answers": n, "nps": 100 * (up - down), "weight": 100 * base / base.sum()})
