"""Each side needs `n`, so each gets a quarter of a week's customers.

The draw sends half of a week's customers to each side: divide by `per_week / 2` once.
"""


def weeks_to_tell(s, b, per_week):
    n = (1 - b) * (2 - b) * (2.8 / (s - b)) ** 2
    return n / (per_week / 4)
