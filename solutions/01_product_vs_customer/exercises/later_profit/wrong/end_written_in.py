"""The data end at the end of 2025, so the date may be written into the code.

Your function takes one fixed day for the end of the data. Ask the ledger that it is given for its last entry.
"""


def later_profit(ledger, first):
    rows = ledger.merge(first, on="customer_id")
    days = (rows["booked_at"] - rows["first_at"]).dt.days
    later = rows[(rows["order_id"] != rows["first_order_id"]) & (days < 365)]
    seen = first[first["first_at"] <= pd.Timestamp("2024-12-31", tz="UTC")]
    profit = later.groupby("customer_id")["eur"].sum().reindex(seen.index, fill_value=0)
    return profit.groupby(seen["first_line"]).mean()
