"""Her worth is what comes later.

She comes with a first order, and it brings a margin, too.
"""


def channel_value(orders, later):
    one = orders[orders["first"]].groupby("channel")["margin_eur"].mean()
    more = orders[~orders["first"]].groupby("channel")["margin_eur"].mean()
    return later * more
