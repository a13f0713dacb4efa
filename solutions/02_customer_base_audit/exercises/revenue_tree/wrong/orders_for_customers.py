"""Each order is a customer, so customers are counted by rows.

Customer 27 ordered several times in a year and is one customer. What does a row of the log stand for?
"""


def revenue_tree(orders):
    ago = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    year = (ago // 365).map({0: "last", 1: "before"}).rename("year")
    years = orders.groupby(year)
    tree = years["customer_id"].count().to_frame("customers")
    tree["orders_per_customer"] = years.size() / tree["customers"]
    tree["items_per_order"] = years["items"].sum() / years.size()
    tree["eur_per_item"] = years["eur"].sum() / years["items"].sum()
    tree["revenue_eur"] = years["eur"].sum()
    return tree
