"""Whoever has one order is `once`, and whoever has six is one of the best.

`once` and `best` ask two things each: how many orders, and how long before the cut the last one was. Where is the second?
"""

def buys_again(orders):
    cut = orders["ordered_at"].max() - pd.Timedelta(days=90)
    known = orders[orders["ordered_at"] <= cut].groupby("customer_id")["ordered_at"].agg(["size", "max"])
    known["later"] = known.index.isin(orders[orders["ordered_at"] > cut]["customer_id"])
    days = (cut - known["max"]).dt.days
    kinds = {"gone": known[days >= 365], "once": known[known["size"] == 1], "best": known[known["size"] >= 6]}
    rows = {kind: {"n": len(people), "share": people["later"].mean()} for kind, people in kinds.items()}
    return pd.DataFrame(rows).T
