import numpy as np


def weeks_to_tell(s, b, per_week):
    gap = np.abs(s - b)
    spread_of_one = np.sqrt((1 - b) * (2 - b))
    on_each_side = (2.8 * spread_of_one / gap) ** 2
    return on_each_side / (per_week / 2)
