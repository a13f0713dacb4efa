"""Every order with a lamp in it would go, with all that it holds.

You remove the pan that lay beside the lamp. It belongs to another line, and its entries stay.
"""


def would_go(ledger, line):
    return ledger["order_id"].isin(ledger[ledger["line"] == line]["order_id"])
