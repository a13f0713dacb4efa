"""If each row makes sense, the table is right.

A row may add up and still hold too much of everything. What must all rows together come to?
"""


def check_customer_pnl(result, data):
    costs = result[["fulfilment_eur", "tickets_eur", "mailings_eur"]].sum(axis=1)
    off = (result["margin_eur"] - costs - result["profit_eur"]).abs()
    return "" if (off < 0.01).all() else "rows"
