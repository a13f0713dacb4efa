"""She is watched up to her last order.

After her last order she was watched, too: nothing came. `T` goes up to the end of the data.
"""


def summary(orders):
    times = orders.groupby("customer_id")["week"]
    first, last, end = times.min(), times.max(), orders["week"].max()
    return pd.DataFrame({"x": times.size() - 1, "t_x": last - first, "T": last - first})
