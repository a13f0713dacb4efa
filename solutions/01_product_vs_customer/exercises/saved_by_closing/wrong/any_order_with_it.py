"""Every order with a lamp in it would go.

An order that holds a pan as well would still be packed. Keep only orders that hold this line and no other.
"""


def saved_by_closing(ledger, line):
    own = ledger[ledger["line"] == line]
    alone = own["order_id"]
    served = ledger[ledger["line"].isna() & ledger["order_id"].isin(alone)]
    return -(own["eur"].sum() + served["eur"].sum())
