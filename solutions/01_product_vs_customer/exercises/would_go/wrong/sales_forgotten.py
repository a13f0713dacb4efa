"""Closing removes only the line's costs.

The line's sales would go, too: these are the entries of the kind `sale`.
"""


def would_go(ledger, line):
    lines_in = ledger.groupby("order_id")["line"].nunique()
    own = ledger["line"] == line
    alone = ledger[own & ledger["order_id"].isin(lines_in[lines_in == 1].index)]["order_id"]
    served = ledger["line"].isna() & ledger["order_id"].isin(alone)
    return (own & (ledger["what"] != "sale")) | served
