def gain_loss(orders):
    age = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    a = orders[age < 365].groupby("customer_id", as_index=False)["eur"].sum()
    b = orders[(age >= 365) & (age < 730)].groupby("customer_id", as_index=False)["eur"].sum()
    two = a.merge(b, on="customer_id", how="outer", suffixes=("_last", "_before")).fillna(0)
    known = two["customer_id"].isin(orders[age >= 730]["customer_id"])
    two["change"] = two["eur_last"] - two["eur_before"]
    two["kind"] = "less"
    two.loc[two["change"] > 0, "kind"] = "more"
    two.loc[(two["eur_before"] == 0) & known, "kind"] = "back"
    two.loc[(two["eur_before"] == 0) & ~known, "kind"] = "new"
    two.loc[two["eur_last"] == 0, "kind"] = "lost"
    return two.groupby("kind")["change"].sum()
