"""What counts is what each kind spent in the last year.

A lost customer spent nothing there, and yet she changed the total. Subtract the year before.
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
    return spent["last"].groupby(kind).sum()
