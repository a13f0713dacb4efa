"""The test has to show that some stay away at all.

This tells the share from nought. The board asks on which side of the break-even share it lies.
"""


def weeks_to_tell(s, b, per_week):
    n = (1 - b) * (2 - b) * (2.8 / s) ** 2
    return n / (per_week / 2)
