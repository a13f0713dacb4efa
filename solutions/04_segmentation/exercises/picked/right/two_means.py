def picked(picks):
    means = picks.groupby(["item", "group"])[["best", "worst"]].mean()
    return means["best"].unstack() - means["worst"].unstack()
