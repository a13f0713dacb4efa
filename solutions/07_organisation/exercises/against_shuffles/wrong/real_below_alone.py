"""There is one network more, so one more below the line.

The real one is as large as itself. Is it counted above the line?
"""


def against_shuffles(real, shuffled):
    chance = shuffled.mean()
    as_large = (shuffled >= real).sum() / (1 + len(shuffled))
    return {"chance": chance, "excess": real - chance, "as_large": as_large}
