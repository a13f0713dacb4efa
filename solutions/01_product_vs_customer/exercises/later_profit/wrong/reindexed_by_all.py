"""Everyone in `first` belongs in the mean.

You dropped the entries of late customers, and then brought these customers back with a 0. Reindex by those who were seen for a full year.
"""


def later_profit(ledger, first):
    rows = ledger.merge(first, on="customer_id")
    days = (rows["booked_at"] - rows["first_at"]).dt.days
    full = rows["first_at"] <= ledger["booked_at"].max() - pd.Timedelta(days=365)
    later = rows[full & (rows["order_id"] != rows["first_order_id"]) & (days < 365)]
    profit = later.groupby("customer_id")["eur"].sum().reindex(first.index, fill_value=0)
    return profit.groupby(first["first_line"]).mean()
