"""`each` is the number in both arms.

Your waves may be right; `each` is for one arm.
"""


def trial_length(base, more, per_wave):
    middle = base + more / 2
    each = int(np.ceil(32 * middle * (1 - middle) / more**2))
    return {"each": each, "waves": int(np.ceil(each / per_wave))}
