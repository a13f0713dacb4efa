def summary(orders):
    since = orders.assign(week=orders["week"] - orders.groupby("customer_id")["week"].transform("min"))
    first = orders.groupby("customer_id")["week"].min()
    t_x = since.groupby("customer_id")["week"].max()
    return pd.DataFrame({"x": since.groupby("customer_id").size() - 1, "t_x": t_x, "T": orders["week"].max() - first})
