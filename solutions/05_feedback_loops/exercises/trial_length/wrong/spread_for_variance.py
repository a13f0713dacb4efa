"""The formula has the spread in it.

It has the variance, p (1 - p), without a root.
"""


def trial_length(base, more, per_wave):
    middle = base + more / 2
    each = int(np.ceil(16 * (middle * (1 - middle)) ** 0.5 / more**2))
    return {"each": each, "waves": int(np.ceil(2 * each / per_wave))}
