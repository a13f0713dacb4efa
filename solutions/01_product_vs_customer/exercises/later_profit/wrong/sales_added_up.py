"""What a door brings in is what its customers buy.

These are sales only, added up over customers, and the first orders are in them. The other entries count, too: goods,
packing, tickets, mailings. And the question asks for a mean.
"""


def later_profit(ledger, first):
    rows = ledger[ledger["what"] == "sale"].merge(first, on="customer_id")
    days = (rows["booked_at"] - rows["first_at"]).dt.days
    return rows[days < 365].groupby("first_line")["eur"].sum()
