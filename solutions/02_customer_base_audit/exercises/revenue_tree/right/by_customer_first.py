def revenue_tree(orders):
    end = orders["ordered_at"].max()
    year = ((end - orders["ordered_at"]).dt.days // 365).replace({0: "last", 1: "before"})
    each = orders.assign(year=year).groupby(["year", "customer_id"]).agg(n=("eur", "size"), items=("items", "sum"), eur=("eur", "sum"))
    each = each.loc[["before", "last"]]
    sums = each.groupby("year").sum()
    customers = each.groupby("year").size()
    return pd.DataFrame(
        {
            "customers": customers,
            "orders_per_customer": sums["n"] / customers,
            "items_per_order": sums["items"] / sums["n"],
            "eur_per_item": sums["eur"] / sums["items"],
            "revenue_eur": sums["eur"],
        }
    )
