"""Whatever is per something is per customer.

Your items are divided by customers. By what does the name of that column divide?
"""


def revenue_tree(orders):
    ago = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    year = (ago // 365).map({0: "last", 1: "before"}).rename("year")
    years = orders.groupby(year)
    tree = pd.DataFrame({"customers": years["customer_id"].nunique()})
    tree["orders_per_customer"] = years.size() / tree["customers"]
    tree["items_per_order"] = years["items"].sum() / tree["customers"]
    tree["eur_per_item"] = years["eur"].sum() / years["items"].sum()
    return tree.assign(revenue_eur=years["eur"].sum())
