"""All lamp customers of a week count for `n`.

`n` customers are needed on either side, and the draw sends half of a week's customers to each.
"""


def weeks_to_tell(s, b, per_week):
    n = (1 - b) * (2 - b) * (2.8 / (s - b)) ** 2
    return n / per_week
