"""A newcomer will bring what the others have brought.

Those who came last month had little time to bring anything. `later` gives each newcomer three full
years.
"""


def channel_value(orders, later):
    people = orders[orders["first"]].groupby("channel").size()
    return orders.groupby("channel")["margin_eur"].sum() / people
