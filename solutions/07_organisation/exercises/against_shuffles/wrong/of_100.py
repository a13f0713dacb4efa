"""The share is told of 100.

The share is a part of 1, as the other two.
"""


def against_shuffles(real, shuffled):
    chance = shuffled.mean()
    as_large = 100 * (1 + (shuffled >= real).sum()) / (1 + len(shuffled))
    return {"chance": chance, "excess": real - chance, "as_large": as_large}
