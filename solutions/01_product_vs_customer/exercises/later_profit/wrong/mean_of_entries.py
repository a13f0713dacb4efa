"""The mean of the entries of a door is what its customers bring in.

This is a mean per entry of the ledger. Add up each customer's entries first, then take the mean over customers.
"""


def later_profit(ledger, first):
    rows = ledger.merge(first, on="customer_id")
    days = (rows["booked_at"] - rows["first_at"]).dt.days
    later = rows[(rows["order_id"] != rows["first_order_id"]) & (days < 365)]
    seen = first[first["first_at"] <= ledger["booked_at"].max() - pd.Timedelta(days=365)]
    later = later[later["customer_id"].isin(seen.index)]
    return later.groupby("first_line")["eur"].mean()
