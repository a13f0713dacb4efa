"""If all chances are shares, the table is right.

Chances may be fine while the orders are not. Which totals does finance know?
"""


def check_forecast(result, data):
    return "" if result["p_alive"].between(-0.001, 1.001).all() else "wrong"
