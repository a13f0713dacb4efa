"""Whole numbers are made by cutting off.

Then there are too few. Both numbers are rounded up.
"""


def trial_length(base, more, per_wave):
    middle = base + more / 2
    each = int(16 * middle * (1 - middle) / more**2)
    return {"each": each, "waves": 2 * each // per_wave}
