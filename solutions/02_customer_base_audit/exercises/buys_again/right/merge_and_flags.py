def buys_again(orders):
    cut = orders["ordered_at"].max() - pd.Timedelta(days=90)
    before, after = orders[orders["ordered_at"] <= cut], orders[orders["ordered_at"] > cut]
    base = before.groupby("customer_id").agg(n=("ordered_at", "count"), last=("ordered_at", "max")).reset_index()
    base = base.merge(after[["customer_id"]].drop_duplicates().assign(again=1), on="customer_id", how="left").fillna({"again": 0})
    base["silent"] = (cut - base["last"]).dt.days
    gone = base[base["silent"] >= 365]["again"]
    once = base[(base["silent"] < 60) & (base["n"] == 1)]["again"]
    best = base[(base["silent"] < 60) & (base["n"] >= 6)]["again"]
    n, share = [len(gone), len(once), len(best)], [gone.mean(), once.mean(), best.mean()]
    return pd.DataFrame({"n": n, "share": share}, index=["gone", "once", "best"])
