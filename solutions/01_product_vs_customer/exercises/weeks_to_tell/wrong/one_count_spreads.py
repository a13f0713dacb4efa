"""Only one of the two counts is left to chance.

Both sides are counts, and both vary. Keep the whole of `(1 - b) * (2 - b)`.
"""


def weeks_to_tell(s, b, per_week):
    n = (1 - b) * (2.8 / (s - b)) ** 2
    return n / (per_week / 2)
