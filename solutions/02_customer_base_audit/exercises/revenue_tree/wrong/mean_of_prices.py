"""Euros per item is the average over orders of each order's price per item.

An order of one item then weighs as much as an order of four. Multiply your four factors: do you get the revenue?
"""


def revenue_tree(orders):
    ago = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    year = (ago // 365).map({0: "last", 1: "before"}).rename("year")
    years = orders.groupby(year)
    tree = years["customer_id"].nunique().to_frame("customers")
    tree["orders_per_customer"] = years.size() / tree["customers"]
    tree["items_per_order"] = years["items"].sum() / years.size()
    tree["eur_per_item"] = (orders["eur"] / orders["items"]).groupby(year).mean()
    tree["revenue_eur"] = years["eur"].sum()
    return tree
