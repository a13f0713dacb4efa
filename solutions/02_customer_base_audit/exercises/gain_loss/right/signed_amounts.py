def gain_loss(orders):
    age = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    signed = orders["eur"] * np.select([age < 365, age < 730], [1, -1], 0)
    change = signed.groupby(orders["customer_id"]).sum()
    names = change.index
    last = names.isin(orders[age < 365]["customer_id"])
    before = names.isin(orders[(age >= 365) & (age < 730)]["customer_id"])
    earlier = names.isin(orders[age >= 730]["customer_id"])
    masks = {
        "new": last & ~before & ~earlier,
        "back": last & ~before & earlier,
        "more": last & before & (change > 0).to_numpy(),
        "less": last & before & (change <= 0).to_numpy(),
        "lost": before & ~last,
    }
    return pd.Series({kind: change[mask].sum() for kind, mask in masks.items()})
