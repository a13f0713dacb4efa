"""If each row makes sense, the table is right.

A row can add up even if every amount in it is doubled. What must all the rows come to together?
"""


def check_customer_pnl(result, data):
    costs = result[["fulfilment_eur", "tickets_eur", "mailings_eur"]].sum(axis=1)
    off = (result["margin_eur"] - costs - result["profit_eur"]).abs()
    return "" if (off < 0.01).all() else "rows"
