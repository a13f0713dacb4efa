import numpy as np


def weeks_to_tell(s, b, per_week):
    gap = np.abs(s - b)
    on_each_side = 2.8**2 * (2 - s) / gap**2
    a_week_on_each_side = per_week / 2
    return on_each_side / a_week_on_each_side
