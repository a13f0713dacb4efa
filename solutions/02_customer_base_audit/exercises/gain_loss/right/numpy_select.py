def gain_loss(orders):
    age = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    year = np.select([age < 365, age < 730], ["last", "before"], "earlier")
    spent = orders.pivot_table(index="customer_id", columns=year, values="eur", aggfunc="sum", fill_value=0)
    kind = np.select(
        [spent["last"] == 0, (spent["before"] == 0) & (spent["earlier"] == 0), spent["before"] == 0, spent["last"] > spent["before"]],
        ["lost", "new", "back", "more"],
        "less",
    )
    return (spent["last"] - spent["before"]).groupby(kind).sum()
