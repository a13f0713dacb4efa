"""Chance is the middle one of the shuffles.

`chance` is their mean.
"""


def against_shuffles(real, shuffled):
    chance = shuffled.median()
    as_large = (1 + (shuffled >= real).sum()) / (1 + len(shuffled))
    return {"chance": chance, "excess": real - chance, "as_large": as_large}
