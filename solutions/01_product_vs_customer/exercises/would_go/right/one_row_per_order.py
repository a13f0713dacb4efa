def would_go(ledger, line):
    orders = ledger.dropna(subset=["order_id"])
    kinds = orders.dropna(subset=["line"]).groupby("order_id")["line"].agg(set)
    alone = [order for order, lines in kinds.items() if lines == {line}]
    gone = orders[(orders["line"] == line) | (orders["order_id"].isin(alone) & orders["line"].isna())]
    return ledger.index.isin(gone.index)
