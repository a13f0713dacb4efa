"""A later order brings the same whichever way she came.

Channels bring different people. Take the mean of later orders by channel.
"""


def channel_value(orders, later):
    one = orders[orders["first"]].groupby("channel")["margin_eur"].mean()
    return one + later * orders[~orders["first"]]["margin_eur"].mean()
