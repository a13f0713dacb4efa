"""All later profit counts, whether it came in one year or in three.

Entries from later years are included. Early customers then have had longer than others: stop after 365 days.
"""


def later_profit(ledger, first):
    rows = ledger.merge(first, on="customer_id")
    days = (rows["booked_at"] - rows["first_at"]).dt.days
    later = rows[rows["order_id"] != rows["first_order_id"]]
    seen = first[first["first_at"] <= ledger["booked_at"].max() - pd.Timedelta(days=365)]
    profit = later.groupby("customer_id")["eur"].sum().reindex(seen.index, fill_value=0)
    return profit.groupby(seen["first_line"]).mean()
