"""A cell counts by its answers.

Then nothing is repaired: whoever answers more counts more. Whose share is the weight?
"""


def weighted(answers, base):
    n = answers.groupby("cell")["score"].count()
    up = (answers["score"] >= 9).groupby(answers["cell"]).mean()
    down = (answers["score"] <= 6).groupby(answers["cell"]).mean()
    return pd.DataFrame({"answers": n, "nps": 100 * (up - down), "weight": n / n.sum()})
