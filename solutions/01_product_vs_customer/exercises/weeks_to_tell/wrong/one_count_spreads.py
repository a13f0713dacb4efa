"""Only one of the two counts is left to chance.

Both sides are counts, and both vary. Take the spread of their difference: `n * (2 - s)` under the root.
"""


def weeks_to_tell(s, b, per_week):
    n = 1 * (2.8 / (s - b)) ** 2
    return n / (per_week / 2)
