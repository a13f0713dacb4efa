def own_trend(orders):
    rows = orders.sort_values(["customer_id", "ordered_at"])
    number = rows.groupby("customer_id").cumcount() + 1
    long = rows.groupby("customer_id").filter(lambda own: len(own) >= 6)
    pooled = rows.groupby(number)["eur"].mean().head(6)
    within = long.groupby(number[long.index])["eur"].mean().head(6)
    return pd.DataFrame({"pooled": pooled, "within": within}).rename_axis("number")
