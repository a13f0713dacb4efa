"""An order is an order.

First orders bring less than later ones. Take a mean of each.
"""


def channel_value(orders, later):
    each = orders.groupby("channel")["margin_eur"].mean()
    return (1 + later) * each
