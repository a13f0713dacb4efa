"""`t_x` is the week of the last order.

Count from her own first order, and not from the day on which the books opened.
"""


def summary(orders):
    times = orders.groupby("customer_id")["week"]
    first, last, end = times.min(), times.max(), orders["week"].max()
    return pd.DataFrame({"x": times.size() - 1, "t_x": last, "T": end - first})
