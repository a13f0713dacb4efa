"""The data end in week 39.

This table ends in another week, and your `T` goes up to week 39 all the same. Where in `orders` does it stand when the
data end?
"""


def summary(orders):
    times = orders.groupby("customer_id")["week"]
    first, last, end = times.min(), times.max(), 39
    return pd.DataFrame({"x": times.size() - 1, "t_x": last - first, "T": end - first})
