"""The later orders of a channel, all together, are what comes later.

`later` says how *many* orders are to come. So it needs the margin of one, and you gave it that of all later orders together.
"""


def channel_value(orders, later):
    one = orders[orders["first"]].groupby("channel")["margin_eur"].mean()
    more = orders[~orders["first"]].groupby("channel")["margin_eur"].sum()
    return one + later * more
