"""Nobody would pack an order that had a lamp in it.

An order that holds a pan as well would still be packed. Keep only orders that hold this line and no other.
"""


def would_go(ledger, line):
    own = ledger["line"] == line
    served = ledger["line"].isna() & ledger["order_id"].isin(ledger[own]["order_id"])
    return own | served
