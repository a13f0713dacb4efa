"""Only packing hangs on an order.

A question about such an order would not be asked either. Look at all entries without a line that carry its `order_id`.
"""


def would_go(ledger, line):
    lines_in = ledger.groupby("order_id")["line"].nunique()
    own = ledger["line"] == line
    alone = ledger[own & ledger["order_id"].isin(lines_in[lines_in == 1].index)]["order_id"]
    return own | ((ledger["what"] == "fulfilment") & ledger["order_id"].isin(alone))
