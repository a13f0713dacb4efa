"""A channel's worth is what all its orders bring.

You added up over all customers of a channel. The question is about *one* newcomer: her first order, and one later order
as often as she will place it.
"""


def channel_value(orders, later):
    one = orders[orders["first"]].groupby("channel")["margin_eur"].sum()
    more = orders[~orders["first"]].groupby("channel")["margin_eur"].sum()
    return one + later * more
