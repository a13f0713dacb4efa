def revenue_tree(orders):
    age = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    rows = []
    for year, since in (("before", 365), ("last", 0)):
        mine = orders[(age >= since) & (age < since + 365)]
        people = len(set(mine["customer_id"]))
        rows.append(
            {
                "year": year,
                "customers": people,
                "orders_per_customer": len(mine) / people,
                "items_per_order": mine["items"].mean(),
                "eur_per_item": mine["eur"].sum() / mine["items"].sum(),
                "revenue_eur": mine["eur"].sum(),
            }
        )
    return pd.DataFrame(rows).set_index("year")
