"""The share of all best picks that a thing wins is its worth.

A thing that is shown more often wins more picks. Divide by the times that *it* was shown.
"""


def picked(picks):
    shown = picks.groupby(["item", "group"])
    net = (shown["best"].sum() - shown["worst"].sum()).unstack()
    return net / picks.groupby("group")["best"].sum()
