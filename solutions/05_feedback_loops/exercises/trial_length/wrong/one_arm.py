"""A trial needs the customers of one arm.

Both arms come from the same waves. How many customers is that in all?
"""


def trial_length(base, more, per_wave):
    middle = base + more / 2
    each = int(np.ceil(16 * middle * (1 - middle) / more**2))
    return {"each": each, "waves": int(np.ceil(each / per_wave))}
