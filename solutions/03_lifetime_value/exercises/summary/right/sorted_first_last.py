def summary(orders):
    ordered = orders.sort_values("week")
    first = ordered.drop_duplicates("customer_id").set_index("customer_id")["week"]
    last = ordered.drop_duplicates("customer_id", keep="last").set_index("customer_id")["week"]
    x = orders["customer_id"].value_counts() - 1
    return pd.DataFrame({"x": x, "t_x": last - first, "T": orders["week"].max() - first})
