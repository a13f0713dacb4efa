"""Those who did not pick a thing say nothing about it.

Being shown and not picked is an answer, too: it lies in the middle.
"""


def picked(picks):
    shown = picks.groupby(["item", "group"])[["best", "worst"]].sum()
    return ((shown["best"] - shown["worst"]) / (shown["best"] + shown["worst"])).unstack()
