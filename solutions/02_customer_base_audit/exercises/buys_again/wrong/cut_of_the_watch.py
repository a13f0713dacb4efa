"""The cut lies 180 days before the end, as in the watch.

Your cut lies 180 days before the end. How many days does the exercise say?
"""


def buys_again(orders):
    cut = orders["ordered_at"].max() - pd.Timedelta(days=180)
    known = orders[orders["ordered_at"] <= cut].groupby("customer_id")["ordered_at"].agg(["size", "max"])
    known["later"] = known.index.isin(orders[orders["ordered_at"] > cut]["customer_id"])
    days = (cut - known["max"]).dt.days
    kind = pd.Series("other", index=known.index)
    kind[days >= 365] = "gone"
    kind[(days < 60) & (known["size"] == 1)] = "once"
    kind[(days < 60) & (known["size"] >= 6)] = "best"
    table = known.groupby(kind)["later"].agg(n="size", share="mean")
    return table.drop(index="other", errors="ignore").rename_axis("kind")
