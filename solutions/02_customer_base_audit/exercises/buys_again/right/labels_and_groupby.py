def buys_again(orders):
    cut = orders["ordered_at"].max() - pd.Timedelta(days=90)
    known = orders[orders["ordered_at"] <= cut].groupby("customer_id")["ordered_at"].agg(["count", "max"])
    silent = (cut - known["max"]).dt.days
    label = np.select([silent >= 365, (silent < 60) & (known["count"] == 1), (silent < 60) & (known["count"] >= 6)], ["gone", "once", "best"], "other")
    again = pd.Series(known.index.isin(orders.loc[orders["ordered_at"] > cut, "customer_id"]), index=known.index)
    return again.groupby(label).agg(n="size", share="mean").loc[["gone", "once", "best"]]
