def gain_loss(orders):
    age = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    eur = [orders[(age >= a) & (age < b)].groupby("customer_id")["eur"].sum() for a, b in ((0, 365), (365, 730), (730, 9999))]
    last, before, earlier = eur
    stayed = (last - before).dropna()
    return pd.Series(
        {
            "new": last[~last.index.isin(before.index) & ~last.index.isin(earlier.index)].sum(),
            "back": last[~last.index.isin(before.index) & last.index.isin(earlier.index)].sum(),
            "more": stayed[stayed > 0].sum(),
            "less": stayed[stayed <= 0].sum(),
            "lost": -before[~before.index.isin(last.index)].sum(),
        }
    )
