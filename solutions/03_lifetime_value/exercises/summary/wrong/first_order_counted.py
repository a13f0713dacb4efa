"""`x` is the number of orders.

`x` counts orders *after* the first. Somebody with one order has 0.
"""


def summary(orders):
    times = orders.groupby("customer_id")["week"]
    first, last, end = times.min(), times.max(), orders["week"].max()
    return pd.DataFrame({"x": times.size(), "t_x": last - first, "T": end - first})
