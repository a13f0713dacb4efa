def own_trend(orders):
    rows = orders.sort_values(["customer_id", "ordered_at"]).reset_index(drop=True)
    rows["number"] = rows.groupby("customer_id").cumcount() + 1
    rows["many"] = rows["customer_id"].map(rows.groupby("customer_id").size()) >= 6
    rows = rows[rows["number"].between(1, 6)]
    everyone = rows.groupby("number")["eur"].agg(["sum", "count"])
    chosen = rows[rows["many"]].groupby("number")["eur"].agg(["sum", "count"])
    return pd.DataFrame({"pooled": everyone["sum"] / everyone["count"], "within": chosen["sum"] / chosen["count"]})
