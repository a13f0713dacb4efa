def picked(picks):
    score = picks["best"].astype(int) - picks["worst"].astype(int)
    return score.groupby([picks["item"], picks["group"]]).mean().unstack()
