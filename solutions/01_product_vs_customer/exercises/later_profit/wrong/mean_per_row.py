"""The mean over all rows that are left is the mean of a door.

This is a mean per entry: somebody with twenty entries counts twenty times. Add up each customer's entries first. Then
take the mean over those customers whom we saw for a full year.
"""


def later_profit(ledger, first):
    rows = ledger.merge(first, on="customer_id")
    days = (rows["booked_at"] - rows["first_at"]).dt.days
    later = rows[(rows["order_id"] != rows["first_order_id"]) & (days < 365)]
    return later.groupby("first_line")["eur"].mean()
