def gain_loss(orders):
    def kind(row):
        if row["last"] == 0:
            return "lost"
        if row["before"] == 0:
            return "back" if row["earlier"] else "new"
        return "more" if row["last"] > row["before"] else "less"

    ago = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    year = (ago // 365).map({0: "last", 1: "before"}).fillna("earlier")
    spent = orders.groupby(["customer_id", year])["eur"].sum().unstack(fill_value=0)
    spent["kind"] = [kind(row) for row in spent.to_dict("records")]
    spent["change"] = spent["last"] - spent["before"]
    return spent.groupby("kind")["change"].sum()
