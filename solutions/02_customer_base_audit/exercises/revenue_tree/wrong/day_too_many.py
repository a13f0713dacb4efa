"""The last year runs back to the day 365 days ago, that day included.

Days 0 to 364 are 365 days. In which year does an order fall that is exactly 365 days old?
"""


def revenue_tree(orders):
    ago = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    year = ((ago - 1) // 365).clip(0).map({0: "last", 1: "before"}).rename("year")
    years = orders.groupby(year)
    tree = years["customer_id"].nunique().to_frame("customers")
    tree["orders_per_customer"] = years.size() / tree["customers"]
    tree["items_per_order"] = years["items"].sum() / years.size()
    tree["eur_per_item"] = years["eur"].sum() / years["items"].sum()
    tree["revenue_eur"] = years["eur"].sum()
    return tree
