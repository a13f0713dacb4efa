"""Round as usual.

Part of a wave is not enough. Both numbers are rounded up.
"""


def trial_length(base, more, per_wave):
    middle = base + more / 2
    each = round(16 * middle * (1 - middle) / more**2)
    return {"each": each, "waves": round(2 * each / per_wave)}
