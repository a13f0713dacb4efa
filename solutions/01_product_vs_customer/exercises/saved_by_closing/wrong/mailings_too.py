"""Whoever bought a lamp would get no catalogue any more.

A mailing has no `order_id`: it goes to a customer, whatever she buys. Leave it out.
"""


def saved_by_closing(ledger, line):
    lines_in = ledger.groupby("order_id")["line"].nunique()
    own = ledger[ledger["line"] == line]
    alone = own[own["order_id"].isin(lines_in[lines_in == 1].index)]["order_id"]
    served = ledger[ledger["line"].isna() & ledger["order_id"].isin(alone)]
    sent = ledger[(ledger["what"] == "mailing") & ledger["customer_id"].isin(own["customer_id"])]
    return -(own["eur"].sum() + served["eur"].sum() + sent["eur"].sum())
