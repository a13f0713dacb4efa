"""How far above means how many times as large.

`excess` is a difference. If chance is about 0, a ratio says nothing.
"""


def against_shuffles(real, shuffled):
    chance = shuffled.mean()
    as_large = (1 + (shuffled >= real).sum()) / (1 + len(shuffled))
    return {"chance": chance, "excess": real / chance, "as_large": as_large}
