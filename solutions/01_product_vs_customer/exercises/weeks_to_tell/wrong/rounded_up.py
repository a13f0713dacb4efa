"""A test runs for whole weeks.

You round up to whole weeks. Give the number as it comes out; round where you print it.
"""


def weeks_to_tell(s, b, per_week):
    n = (1 - b) * (2 - b) * (2.8 / (s - b)) ** 2
    return np.ceil(n / (per_week / 2))
