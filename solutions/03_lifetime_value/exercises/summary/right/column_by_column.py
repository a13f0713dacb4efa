def summary(orders):
    table = orders.groupby("customer_id")["week"].agg(["count", "min", "max"])
    return pd.DataFrame(
        {"x": table["count"] - 1, "t_x": table["max"] - table["min"], "T": orders["week"].max() - table["min"]}
    ).reset_index()
