"""The weight is how many customers an answer stands for.

That is a factor for each answer. The question asks for the cell's share of the base.
"""


def weighted(answers, base):
    n = answers.groupby("cell")["score"].count()
    up = (answers["score"] >= 9).groupby(answers["cell"]).mean()
    down = (answers["score"] <= 6).groupby(answers["cell"]).mean()
    return pd.DataFrame({"answers": n, "nps": 100 * (up - down), "weight": base / n})
