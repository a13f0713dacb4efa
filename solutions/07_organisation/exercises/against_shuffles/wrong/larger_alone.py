"""Only those that are larger count.

"At least as large" includes equal ones. Look for a shuffle that equals the real one.
"""


def against_shuffles(real, shuffled):
    chance = shuffled.mean()
    as_large = (1 + (shuffled > real).sum()) / (1 + len(shuffled))
    return {"chance": chance, "excess": real - chance, "as_large": as_large}
