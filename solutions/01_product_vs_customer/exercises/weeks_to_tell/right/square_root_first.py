import math


def weeks_to_tell(s, b, per_week):
    root_of_n = 2.8 * math.sqrt((1 - b) * (2 - b)) / abs(s - b)
    return root_of_n * root_of_n * 2 / per_week
