"""The last year runs back to the day 365 days ago, that day included.

An order that is 365 days old is the first of the year before. Where does yours fall?
"""


def gain_loss(orders):
    ago = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    year = ((ago - 1) // 365).clip(0).map({0: "last", 1: "before"}).fillna("earlier")
    spent = orders.groupby(["customer_id", year])["eur"].sum().unstack(fill_value=0)
    kind = pd.Series("less", index=spent.index)
    kind[spent["last"] > spent["before"]] = "more"
    kind[spent["before"] == 0] = "back"
    kind[(spent["before"] == 0) & (spent["earlier"] == 0)] = "new"
    kind[spent["last"] == 0] = "lost"
    change = spent["last"] - spent["before"]
    return change.groupby(kind).sum()
