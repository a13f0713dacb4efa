def backlog(mentions, customers):
    rows = mentions[~mentions.duplicated()].merge(customers, left_on="customer_id", right_index=True, how="left")
    by = rows.groupby("theme")
    low = rows[rows["score"] <= 6].groupby("theme")["eur"].sum()
    made = pd.DataFrame({"unhappy_eur": low, "eur": by["eur"].sum(), "customers": by["customer_id"].nunique()})
    return made.fillna({"unhappy_eur": 0.0})
