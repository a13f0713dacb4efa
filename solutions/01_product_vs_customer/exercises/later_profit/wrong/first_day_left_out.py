"""Whatever is booked on the first day belongs to the first order.

Something is missing from the day of the first order. Somebody may order twice on that day, and only what belongs
to the first order stays out: look at its number, not at the day.
"""


def later_profit(ledger, first):
    rows = ledger.merge(first, on="customer_id")
    days = (rows["booked_at"] - rows["first_at"]).dt.days
    later = rows[(rows["order_id"] != rows["first_order_id"]) & (days > 0) & (days < 365)]
    seen = first[first["first_at"] <= ledger["booked_at"].max() - pd.Timedelta(days=365)]
    profit = later.groupby("customer_id")["eur"].sum().reindex(seen.index, fill_value=0)
    return profit.groupby(seen["first_line"]).mean()
