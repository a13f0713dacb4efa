"""The share is the one with the change.

The formula wants the share half-way between the two arms.
"""


def trial_length(base, more, per_wave):
    middle = base + more
    each = int(np.ceil(16 * middle * (1 - middle) / more**2))
    return {"each": each, "waves": int(np.ceil(2 * each / per_wave))}
