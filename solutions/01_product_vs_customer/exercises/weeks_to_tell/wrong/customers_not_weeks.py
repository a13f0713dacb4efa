"""The answer is the number of customers.

This is the number of customers on one side. How many weeks does it take until they have come?
"""


def weeks_to_tell(s, b, per_week):
    n = (1 - b) * (2 - b) * (2.8 / (s - b)) ** 2
    return n
