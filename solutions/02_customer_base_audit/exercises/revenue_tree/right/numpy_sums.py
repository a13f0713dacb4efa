def revenue_tree(orders):
    age = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days.to_numpy()
    eur, items, who = orders["eur"].to_numpy(), orders["items"].to_numpy(), orders["customer_id"].to_numpy()
    table = {}
    for name, mask in {"before": (age // 365) == 1, "last": age < 365}.items():
        people, placed = len(np.unique(who[mask])), mask.sum()
        table[name] = [people, placed / people, items[mask].sum() / placed, eur[mask].sum() / items[mask].sum(), eur[mask].sum()]
    names = ["customers", "orders_per_customer", "items_per_order", "eur_per_item", "revenue_eur"]
    return pd.DataFrame(table, index=names).T.rename_axis("year")
