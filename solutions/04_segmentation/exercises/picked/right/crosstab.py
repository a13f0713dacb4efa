def picked(picks):
    won = pd.crosstab(picks["item"], picks["group"], picks["best"].astype(float), aggfunc="mean")
    lost = pd.crosstab(picks["item"], picks["group"], picks["worst"].astype(float), aggfunc="mean")
    return won - lost
