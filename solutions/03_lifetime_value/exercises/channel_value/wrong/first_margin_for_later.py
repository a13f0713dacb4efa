"""A later order leaves what a first one leaves.

You have used the mean of first orders for the later ones as well. Later ones have a mean of their own.
"""


def channel_value(orders, later):
    one = orders[orders["first"]].groupby("channel")["margin_eur"].mean()
    return one + later * one
