"""Recency is the time since the last order.

You have the recency of mailing firms. `t_x` is the time from the first order to the last.
"""


def summary(orders):
    times = orders.groupby("customer_id")["week"]
    first, last, end = times.min(), times.max(), orders["week"].max()
    return pd.DataFrame({"x": times.size() - 1, "t_x": end - last, "T": end - first})
