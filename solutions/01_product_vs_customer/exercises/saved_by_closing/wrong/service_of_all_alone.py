"""Orders with one line are orders of this line.

You count orders that hold one line, whichever it is. It has to be this one.
"""


def saved_by_closing(ledger, line):
    lines_in = ledger.groupby("order_id")["line"].nunique()
    own = ledger[ledger["line"] == line]
    alone = lines_in[lines_in == 1].index
    served = ledger[ledger["line"].isna() & ledger["order_id"].isin(alone)]
    return -(own["eur"].sum() + served["eur"].sum())
