"""The real one belongs in the mean of what chance gives.

The real one is not chance. Of which networks is `chance` the mean?
"""


def against_shuffles(real, shuffled):
    chance = (shuffled.sum() + real) / (1 + len(shuffled))
    as_large = (1 + (shuffled >= real).sum()) / (1 + len(shuffled))
    return {"chance": chance, "excess": real - chance, "as_large": as_large}
