"""Only packing depends on an order.

Nobody would ask about an order that holds only this line. Look at all entries without a line that carry its `order_id`.
"""


def would_go(ledger, line):
    lines_in = ledger.groupby("order_id")["line"].nunique()
    own = ledger["line"] == line
    alone = ledger[own & ledger["order_id"].isin(lines_in[lines_in == 1].index)]["order_id"]
    return own | ((ledger["what"] == "fulfilment") & ledger["order_id"].isin(alone))
