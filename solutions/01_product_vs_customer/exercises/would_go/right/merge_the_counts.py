def would_go(ledger, line):
    named = ledger[ledger["line"].notna()][["order_id", "line"]].drop_duplicates()
    count = named.groupby("order_id").size().rename("kinds").reset_index()
    alone = named[named["line"] == line].merge(count[count["kinds"] == 1], on="order_id")[["order_id"]]
    marked = ledger.merge(alone.assign(alone=1), on="order_id", how="left")
    return (marked["line"] == line) | (marked["line"].isna() & (marked["alone"] == 1))
