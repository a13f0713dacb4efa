"""What comes later includes the order that comes first.

The first order is still in. The question is what comes after it.
"""


def later_profit(ledger, first):
    rows = ledger.merge(first, on="customer_id")
    days = (rows["booked_at"] - rows["first_at"]).dt.days
    later = rows[days < 365]
    seen = first[first["first_at"] <= ledger["booked_at"].max() - pd.Timedelta(days=365)]
    profit = later.groupby("customer_id")["eur"].sum().reindex(seen.index, fill_value=0)
    return profit.groupby(seen["first_line"]).mean()
