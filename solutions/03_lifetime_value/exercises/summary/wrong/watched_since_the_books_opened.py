"""`T` is the week in which the data end.

It is a number of weeks: from her own first order to the end of the data. Take off her first week.
"""


def summary(orders):
    times = orders.groupby("customer_id")["week"]
    first, last, end = times.min(), times.max(), orders["week"].max()
    return pd.DataFrame({"x": times.size() - 1, "t_x": last - first, "T": end + 0 * first})
