"""All are watched equally long.

Customers who came later were watched for a shorter time. `T` begins with her own first order.
"""


def summary(orders):
    times = orders.groupby("customer_id")["week"]
    first, last, end = times.min(), times.max(), orders["week"].max()
    return pd.DataFrame({"x": times.size() - 1, "t_x": last - first, "T": end - orders['week'].min() + 0 * first})
