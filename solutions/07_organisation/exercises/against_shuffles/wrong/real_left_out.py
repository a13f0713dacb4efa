"""The share is of the shuffles alone.

The real one is among the numbers we look at. With nine shuffles, can the share be 0?
"""


def against_shuffles(real, shuffled):
    chance = shuffled.mean()
    as_large = (shuffled >= real).mean()
    return {"chance": chance, "excess": real - chance, "as_large": as_large}
