"""Whoever ordered at any time before is an old customer who spends more or less.

The two years stand side by side. Whoever has nothing in the year before is neither `more` nor `less`.
"""


def gain_loss(orders):
    ago = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    year = (ago // 365).map({0: "last", 1: "before"}).fillna("earlier")
    spent = orders.groupby(["customer_id", year])["eur"].sum().unstack(fill_value=0)
    kind = pd.Series("less", index=spent.index)
    kind[spent["last"] > spent["before"]] = "more"
    kind[(spent["before"] == 0) & (spent["last"] == 0)] = "back"
    kind[(spent["before"] == 0) & (spent["earlier"] == 0)] = "new"
    kind[spent["last"] == 0] = "lost"
    change = spent["last"] - spent["before"]
    return change.groupby(kind).sum()
