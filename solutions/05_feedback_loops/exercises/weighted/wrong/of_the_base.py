"""Shares are of all customers in the cell.

Most of them did not answer. NPS of a cell is made of its answers alone.
"""


def weighted(answers, base):
    n = answers.groupby("cell")["score"].count()
    up = (answers["score"] >= 9).groupby(answers["cell"]).mean()
    down = (answers["score"] <= 6).groupby(answers["cell"]).mean()
    return pd.DataFrame({"answers": n, "nps": 100 * (up - down) * n / base, "weight": base / base.sum()})
