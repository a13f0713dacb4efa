"""The line with the larger sum brings the better customers.

These are totals. A line with many customers then wins by its size: take the mean per customer.
"""


def later_profit(ledger, first):
    rows = ledger.merge(first, on="customer_id")
    days = (rows["booked_at"] - rows["first_at"]).dt.days
    later = rows[(rows["order_id"] != rows["first_order_id"]) & (days < 365)]
    seen = first[first["first_at"] <= ledger["booked_at"].max() - pd.Timedelta(days=365)]
    profit = later.groupby("customer_id")["eur"].sum().reindex(seen.index, fill_value=0)
    return profit.groupby(seen["first_line"]).sum()
