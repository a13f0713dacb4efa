"""Half the gap takes twice as long.

Half the gap takes four times as long. What is squared in the formula?
"""


def weeks_to_tell(s, b, per_week):
    n = (1 - b) * (2 - b) * (2.8 / (s - b))
    return n / (per_week / 2)
