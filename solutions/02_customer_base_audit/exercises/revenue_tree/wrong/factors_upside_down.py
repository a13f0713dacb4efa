"""A factor is the smaller total divided by the larger one.

Yours are upside down. How many orders has one customer? Is that more than 1, or less?
"""


def revenue_tree(orders):
    ago = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    year = (ago // 365).map({0: "last", 1: "before"}).rename("year")
    years = orders.groupby(year)
    tree = pd.DataFrame({"customers": years["customer_id"].nunique()})
    tree["orders_per_customer"] = tree["customers"] / years.size()
    tree["items_per_order"] = years.size() / years["items"].sum()
    tree["eur_per_item"] = years["items"].sum() / years["eur"].sum()
    return tree.assign(revenue_eur=years["eur"].sum())
