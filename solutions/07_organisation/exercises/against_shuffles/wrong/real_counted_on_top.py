"""The real one counts as large, and the number stays that of the shuffles.

If the real one is counted above the line, it is counted below the line, too.
"""


def against_shuffles(real, shuffled):
    chance = shuffled.mean()
    as_large = (1 + (shuffled >= real).sum()) / len(shuffled)
    return {"chance": chance, "excess": real - chance, "as_large": as_large}
