"""The number of orders alone decides who is `once` and who is `best`, and both are said after `gone`.

`once` and `best` ask two things each: how many orders, and how long before the cut the last one was. Without the second, they overwrite `gone`.
"""

def buys_again(orders):
    cut = orders["ordered_at"].max() - pd.Timedelta(days=90)
    known = orders[orders["ordered_at"] <= cut].groupby("customer_id")["ordered_at"].agg(["size", "max"])
    known["later"] = known.index.isin(orders[orders["ordered_at"] > cut]["customer_id"])
    days = (cut - known["max"]).dt.days
    kind = pd.Series("other", index=known.index)
    kind[days >= 365] = "gone"
    kind[known["size"] >= 6] = "best"
    kind[known["size"] == 1] = "once"
    table = known.groupby(kind)["later"].agg(n="size", share="mean")
    return table.drop(index="other", errors="ignore").rename_axis("kind")
