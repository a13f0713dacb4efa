"""What closing saves is the sum of what would go.

The ledger has a minus for money out. If costs go, money is saved: above zero.
"""


def saved_by_closing(ledger, line):
    lines_in = ledger.groupby("order_id")["line"].nunique()
    own = ledger[ledger["line"] == line]
    alone = own[own["order_id"].isin(lines_in[lines_in == 1].index)]["order_id"]
    served = ledger[ledger["line"].isna() & ledger["order_id"].isin(alone)]
    return (own["eur"].sum() + served["eur"].sum())
