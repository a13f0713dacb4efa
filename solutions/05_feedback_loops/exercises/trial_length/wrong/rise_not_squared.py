"""Twice the rise needs half the customers.

The formula has the square of the rise below the line.
"""


def trial_length(base, more, per_wave):
    middle = base + more / 2
    each = int(np.ceil(16 * middle * (1 - middle) / more))
    return {"each": each, "waves": int(np.ceil(2 * each / per_wave))}
