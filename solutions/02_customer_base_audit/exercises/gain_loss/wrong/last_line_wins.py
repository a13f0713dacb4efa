"""Each line names those who fit it, so the order of the lines does not matter.

A later line of yours overwrites the names that earlier ones gave. Which name should stand first, and which last?
"""


def gain_loss(orders):
    ago = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    year = (ago // 365).map({0: "last", 1: "before"}).fillna("earlier")
    spent = orders.groupby(["customer_id", year])["eur"].sum().unstack(fill_value=0)
    kind = pd.Series("lost", index=spent.index)
    kind[(spent["before"] == 0) & (spent["earlier"] == 0)] = "new"
    kind[spent["before"] == 0] = "back"
    kind[spent["last"] > spent["before"]] = "more"
    kind[spent["last"] <= spent["before"]] = "less"
    change = spent["last"] - spent["before"]
    return change.groupby(kind).sum()
