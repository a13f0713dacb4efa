"""A cell has as many answers as customers.

`answers` counts who answered, and not who is in the cell.
"""


def weighted(answers, base):
    n = answers.groupby("cell")["score"].count()
    up = (answers["score"] >= 9).groupby(answers["cell"]).mean()
    down = (answers["score"] <= 6).groupby(answers["cell"]).mean()
    return pd.DataFrame({"answers": base, "nps": 100 * (up - down), "weight": base / base.sum()})
