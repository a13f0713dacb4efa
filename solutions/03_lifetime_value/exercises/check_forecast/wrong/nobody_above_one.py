"""Nobody can be expected to order more than once.

An expected number of orders is a mean, and may be 3 or 30.
"""


def check_forecast(result, data):
    return "" if (result["orders"] <= 1).all() and result["p_alive"].between(-0.001, 1.001).all() else "wrong"
