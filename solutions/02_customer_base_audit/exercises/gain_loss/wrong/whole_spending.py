"""Those who spend more or less are worth what they spend now.

They had spent something in the year before as well. By how much did it change?
"""


def gain_loss(orders):
    ago = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    year = (ago // 365).map({0: "last", 1: "before"}).fillna("earlier")
    spent = orders.groupby(["customer_id", year])["eur"].sum().unstack(fill_value=0)
    kind = pd.Series("less", index=spent.index)
    kind[spent["last"] > spent["before"]] = "more"
    kind[spent["before"] == 0] = "back"
    kind[(spent["before"] == 0) & (spent["earlier"] == 0)] = "new"
    kind[spent["last"] == 0] = "lost"
    change = spent["last"].where(spent["last"] > 0, -spent["before"])
    return change.groupby(kind).sum()
