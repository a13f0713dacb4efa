def revenue_tree(orders):
    age = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    rows = orders.assign(year=pd.cut(age, [-1, 364, 729], labels=["last", "before"]).astype(object))
    tree = rows.groupby("year").agg(
        customers=("customer_id", "nunique"), n=("eur", "size"), items=("items", "sum"), revenue_eur=("eur", "sum")
    )
    tree["orders_per_customer"] = tree["n"] / tree["customers"]
    tree["items_per_order"] = tree["items"] / tree["n"]
    tree["eur_per_item"] = tree["revenue_eur"] / tree["items"]
    return tree[["customers", "orders_per_customer", "items_per_order", "eur_per_item", "revenue_eur"]]
