"""NPS of a cell is its part in the whole.

Divide by the answers of the same cell, and leave the weight to the third column.
"""


def weighted(answers, base):
    n = answers.groupby("cell")["score"].count()
    up = (answers["score"] >= 9).groupby(answers["cell"]).mean()
    down = (answers["score"] <= 6).groupby(answers["cell"]).mean()
    return pd.DataFrame({"answers": n, "nps": 100 * (up - down) * n / n.sum(), "weight": base / base.sum()})
