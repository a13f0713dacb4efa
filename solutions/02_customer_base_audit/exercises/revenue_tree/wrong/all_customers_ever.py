"""Orders per customer are per customer whom the shop has ever had.

Somebody who did not order that year is not one of its customers. What is the first column for, then?
"""


def revenue_tree(orders):
    ago = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    year = (ago // 365).map({0: "last", 1: "before"}).rename("year")
    years = orders.groupby(year)
    tree = years["customer_id"].nunique().to_frame("customers")
    tree["orders_per_customer"] = years.size() / orders["customer_id"].nunique()
    tree["items_per_order"] = years["items"].sum() / years.size()
    tree["eur_per_item"] = years["eur"].sum() / years["items"].sum()
    tree["revenue_eur"] = years["eur"].sum()
    return tree
