def picked(picks):
    rows = picks.assign(score=picks["best"] * 1 - picks["worst"] * 1)
    return rows.pivot_table(index="item", columns="group", values="score", aggfunc="mean")
