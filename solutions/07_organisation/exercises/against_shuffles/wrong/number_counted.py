"""`as_large` is how many are as large, not what share.

A share lies between 0 and 1.
"""


def against_shuffles(real, shuffled):
    chance = shuffled.mean()
    as_large = 1 + (shuffled >= real).sum()
    return {"chance": chance, "excess": real - chance, "as_large": as_large}
