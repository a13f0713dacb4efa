"""What counts is how far the real one is above the largest shuffle.

`excess` is how far it is above the *mean* of the shuffles.
"""


def against_shuffles(real, shuffled):
    chance = shuffled.mean()
    as_large = (1 + (shuffled >= real).sum()) / (1 + len(shuffled))
    return {"chance": chance, "excess": real - shuffled.max(), "as_large": as_large}
