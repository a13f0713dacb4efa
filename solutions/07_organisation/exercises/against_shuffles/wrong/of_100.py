"""The share is given out of 100.

The share is a part of 1, like the other two numbers.
"""


def against_shuffles(real, shuffled):
    chance = shuffled.mean()
    as_large = 100 * (1 + (shuffled >= real).sum()) / (1 + len(shuffled))
    return {"chance": chance, "excess": real - chance, "as_large": as_large}
