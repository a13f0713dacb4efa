"""Worst less best says what matters.

Repair was picked as best, and never as worst. Should its number be below zero?
"""


def picked(picks):
    shown = picks.groupby(["item", "group"])
    return ((shown["worst"].sum() - shown["best"].sum()) / shown["best"].count()).unstack()
