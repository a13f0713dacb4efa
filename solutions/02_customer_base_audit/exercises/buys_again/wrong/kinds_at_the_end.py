"""The kinds are decided by all orders in the log.

Then somebody is "best" because she bought after the cut. Fix the group before you look at what it does next.
"""


def buys_again(orders):
    cut = orders["ordered_at"].max() - pd.Timedelta(days=90)
    known = orders.groupby("customer_id")["ordered_at"].agg(["size", "max"])
    known["later"] = known.index.isin(orders[orders["ordered_at"] > cut]["customer_id"])
    days = (cut - known["max"]).dt.days
    gone, lately = known[days >= 365], known[days < 60]
    kinds = {"gone": gone, "once": lately[lately["size"] == 1], "best": lately[lately["size"] >= 6]}
    rows = {kind: {"n": len(people), "share": people["later"].mean()} for kind, people in kinds.items()}
    return pd.DataFrame(rows).T
