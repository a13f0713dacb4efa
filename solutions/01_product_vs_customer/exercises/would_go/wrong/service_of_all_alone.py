"""Orders with one line are orders of this line.

You count orders that hold one line, whichever it is. It has to be this one.
"""


def would_go(ledger, line):
    lines_in = ledger.groupby("order_id")["line"].nunique()
    served = ledger["line"].isna() & ledger["order_id"].isin(lines_in[lines_in == 1].index)
    return (ledger["line"] == line) | served
