def buys_again(orders):
    end = orders["ordered_at"].max()
    days = (end - pd.Timedelta(days=90) - orders["ordered_at"]) / pd.Timedelta(days=1)
    rows = orders.assign(days=days)
    known = rows.query("days >= 0").groupby("customer_id")["days"].agg(n="size", silent="min")
    known["again"] = known.index.isin(rows.query("days < 0")["customer_id"])
    wanted = {"gone": "silent >= 365", "once": "n == 1 and silent < 60", "best": "n >= 6 and silent < 60"}
    return pd.DataFrame({kind: known.query(words)["again"].agg(["size", "mean"]) for kind, words in wanted.items()}).T.set_axis(["n", "share"], axis=1)
