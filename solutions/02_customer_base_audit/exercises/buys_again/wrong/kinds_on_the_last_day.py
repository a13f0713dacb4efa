"""Kinds are those of the last day of the log, and who is known was fixed at the cut.

The kinds were read from orders after the cut. Fix both at the cut: who is known, and of which kind she is.
"""


def buys_again(orders):
    end = orders["ordered_at"].max()
    cut = end - pd.Timedelta(days=90)
    first = orders.groupby("customer_id")["ordered_at"].min()
    known = orders.groupby("customer_id")["ordered_at"].agg(["size", "max"])[first <= cut]
    known["later"] = known.index.isin(orders[orders["ordered_at"] > cut]["customer_id"])
    days = (end - known["max"]).dt.days
    gone, lately = known[days >= 365], known[days < 60]
    kinds = {"gone": gone, "once": lately[lately["size"] == 1], "best": lately[lately["size"] >= 6]}
    rows = {kind: {"n": len(people), "share": people["later"].mean()} for kind, people in kinds.items()}
    return pd.DataFrame(rows).T
