def own_trend(orders):
    rows = orders.sort_values("ordered_at")
    counts = rows["customer_id"].value_counts()
    loyal = set(counts[counts >= 6].index)
    table = {}
    for k in range(6):
        kth = rows.groupby("customer_id").nth(k)
        table[k + 1] = [kth["eur"].mean(), kth[kth["customer_id"].isin(loyal)]["eur"].mean()]
    return pd.DataFrame.from_dict(table, orient="index", columns=["pooled", "within"]).rename_axis("number")
