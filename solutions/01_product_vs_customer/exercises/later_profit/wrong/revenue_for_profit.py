"""What customers pay later is what they bring in.

These are sales. Goods, packing, tickets and mailings take most of them away again.
"""


def later_profit(ledger, first):
    rows = ledger[ledger["what"] == "sale"].merge(first, on="customer_id")
    days = (rows["booked_at"] - rows["first_at"]).dt.days
    later = rows[(rows["order_id"] != rows["first_order_id"]) & (days < 365)]
    seen = first[first["first_at"] <= ledger["booked_at"].max() - pd.Timedelta(days=365)]
    sales = later.groupby("customer_id")["eur"].sum().reindex(seen.index, fill_value=0)
    return sales.groupby(seen["first_line"]).mean()
