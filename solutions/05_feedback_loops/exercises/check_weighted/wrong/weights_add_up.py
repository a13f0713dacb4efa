"""If the weights add up to 1, the table is right.

Wrong weights can add up to 1, too, and nobody has looked at the scores.
"""


def check_weighted(result, data):
    return "" if abs(result["weight"].sum() - 1) < 0.0001 else "wrong"
