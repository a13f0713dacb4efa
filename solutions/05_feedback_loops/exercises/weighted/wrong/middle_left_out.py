"""Those in the middle say nothing, so they drop out.

They are answers, too. By what is a share divided?
"""


def weighted(answers, base):
    n = answers.groupby("cell")["score"].count()
    up = (answers["score"] >= 9).groupby(answers["cell"]).mean()
    down = (answers["score"] <= 6).groupby(answers["cell"]).mean()
    return pd.DataFrame({"answers": n, "nps": 100 * (up - down) / (up + down), "weight": base / base.sum()})
