def saved_by_closing(ledger, line):
    named = ledger[ledger["line"].notna()][["order_id", "line"]].drop_duplicates()
    count = named.groupby("order_id").size().rename("kinds").reset_index()
    alone = named[named["line"] == line].merge(count[count["kinds"] == 1], on="order_id")[["order_id"]]
    served = ledger[ledger["line"].isna()].merge(alone, on="order_id")
    own = ledger[ledger["line"] == line]
    return -own["eur"].sum() - served["eur"].sum()
