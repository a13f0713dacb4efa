def revenue_tree(orders):
    end, year = orders["ordered_at"].max(), pd.Timedelta(days=365)
    label = pd.Series(None, index=orders.index, dtype=object)
    label[orders["ordered_at"] > end - 2 * year] = "before"
    label[orders["ordered_at"] > end - year] = "last"
    groups = orders.groupby(label.rename("year"))
    placed, items, eur = groups.size(), groups["items"].sum(), groups["eur"].sum()
    people = groups["customer_id"].nunique()
    tree = pd.concat([people, placed / people, items / placed, eur / items, eur], axis=1)
    tree.columns = ["customers", "orders_per_customer", "items_per_order", "eur_per_item", "revenue_eur"]
    return tree
