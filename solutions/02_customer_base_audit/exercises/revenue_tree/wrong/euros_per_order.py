"""What matters at the end is euros per order.

Items in an order are a factor of their own. What is left of an order's euros for each item?
"""


def revenue_tree(orders):
    ago = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    year = (ago // 365).map({0: "last", 1: "before"}).rename("year")
    years = orders.groupby(year)
    tree = years["customer_id"].nunique().to_frame("customers")
    tree["orders_per_customer"] = years.size() / tree["customers"]
    tree["items_per_order"] = years["items"].sum() / years.size()
    tree["eur_per_item"] = years["eur"].mean()
    tree["revenue_eur"] = years["eur"].sum()
    return tree
