"""The score of a cell is its mean answer.

That lies between 0 and 10. What are promoters less detractors?
"""


def weighted(answers, base):
    n = answers.groupby("cell")["score"].count()
    up = (answers["score"] >= 9).groupby(answers["cell"]).mean()
    down = (answers["score"] <= 6).groupby(answers["cell"]).mean()
    return pd.DataFrame({"answers": n, "nps": answers.groupby("cell")["score"].mean(), "weight": base / base.sum()})
