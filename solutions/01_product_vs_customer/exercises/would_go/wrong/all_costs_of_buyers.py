"""Whoever bought a lamp would cost nothing any more: no packing, no questions, no catalogues.

You remove every cost of whoever bought from this line. She would still buy pans: go by the order, not by the customer.
"""


def would_go(ledger, line):
    own = ledger["line"] == line
    return own | (ledger["line"].isna() & ledger["customer_id"].isin(ledger[own]["customer_id"]))
