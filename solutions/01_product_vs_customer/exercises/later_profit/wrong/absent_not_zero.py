"""Whoever has no entry in the year after has no place in the mean.

Customers without any later entry are missing from the mean. They bring in 0, and they count.
"""


def later_profit(ledger, first):
    rows = ledger.merge(first, on="customer_id")
    days = (rows["booked_at"] - rows["first_at"]).dt.days
    later = rows[(rows["order_id"] != rows["first_order_id"]) & (days < 365)]
    seen = first[first["first_at"] <= ledger["booked_at"].max() - pd.Timedelta(days=365)]
    profit = later.groupby("customer_id")["eur"].sum().reindex(later["customer_id"].unique())
    return profit.groupby(seen["first_line"]).mean()
