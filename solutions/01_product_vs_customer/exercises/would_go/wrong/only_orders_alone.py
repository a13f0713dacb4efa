"""Only orders that hold this line and no other would change.

When an order holds a pan and a lamp, the lamp's own entries would go too. Which of the order's entries would stay?
"""


def would_go(ledger, line):
    lines_in = ledger.groupby("order_id")["line"].nunique()
    own = ledger[ledger["line"] == line]
    alone = own[own["order_id"].isin(lines_in[lines_in == 1].index)]["order_id"]
    return ledger["order_id"].isin(alone)
