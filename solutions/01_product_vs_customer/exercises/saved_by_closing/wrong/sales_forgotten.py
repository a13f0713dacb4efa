"""What closing saves are the line's costs.

With the line go its sales, too. Leave the entries of `sale` in.
"""


def saved_by_closing(ledger, line):
    lines_in = ledger.groupby("order_id")["line"].nunique()
    own = ledger[ledger["line"] == line]
    alone = own[own["order_id"].isin(lines_in[lines_in == 1].index)]["order_id"]
    served = ledger[ledger["line"].isna() & ledger["order_id"].isin(alone)]
    own = own[own["what"] != "sale"]
    return -(own["eur"].sum() + served["eur"].sum())
