"""How far above is measured in standard deviations.

That would be a useful number, too. Here `excess` is a plain difference.
"""


def against_shuffles(real, shuffled):
    chance = shuffled.mean()
    as_large = (1 + (shuffled >= real).sum()) / (1 + len(shuffled))
    return {"chance": chance, "excess": (real - chance) / shuffled.std(), "as_large": as_large}
