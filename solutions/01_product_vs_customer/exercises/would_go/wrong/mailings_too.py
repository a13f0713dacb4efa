"""Whoever bought a lamp would get no catalogue any more.

A mailing has no `order_id`: it goes to a customer, whatever she buys. It stays.
"""


def would_go(ledger, line):
    lines_in = ledger.groupby("order_id")["line"].nunique()
    own = ledger["line"] == line
    alone = ledger[own & ledger["order_id"].isin(lines_in[lines_in == 1].index)]["order_id"]
    sent = (ledger["what"] == "mailing") & ledger["customer_id"].isin(ledger[own]["customer_id"])
    return own | (ledger["line"].isna() & ledger["order_id"].isin(alone)) | sent
