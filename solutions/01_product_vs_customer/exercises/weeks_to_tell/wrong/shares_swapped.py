"""It does not matter which of the two shares is which.

The spread is that of a share at break-even: `b` stands in `(1 - b) * (2 - b)`, and not `s`.
"""


def weeks_to_tell(s, b, per_week):
    n = (1 - s) * (2 - s) * (2.8 / (s - b)) ** 2
    return n / (per_week / 2)
