"""The mean of later orders tells what a customer brings in.

This is a mean per order. Divide by customers, including those who never came back.
"""


def later_profit(ledger, first):
    rows = ledger.merge(first, on="customer_id")
    days = (rows["booked_at"] - rows["first_at"]).dt.days
    later = rows[(rows["order_id"] != rows["first_order_id"]) & (days < 365)]
    seen = first[first["first_at"] <= ledger["booked_at"].max() - pd.Timedelta(days=365)]
    later = later[later["customer_id"].isin(seen.index)]
    by_line = later.groupby("first_line")
    return by_line["eur"].sum() / by_line["order_id"].nunique()
