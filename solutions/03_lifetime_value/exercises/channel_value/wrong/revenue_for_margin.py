"""What she pays is what she is worth.

Most of what she pays goes on goods, packing and questions. Take `margin_eur`.
"""


def channel_value(orders, later):
    one = orders[orders["first"]].groupby("channel")["revenue_eur"].mean()
    more = orders[~orders["first"]].groupby("channel")["revenue_eur"].mean()
    return one + later * more
