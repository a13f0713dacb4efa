def would_go(ledger, line):
    kinds = ledger.dropna(subset=["line"]).groupby("order_id")["line"].agg(["first", "nunique"])
    alone = (kinds["first"] == line) & (kinds["nunique"] == 1)
    table = ledger.assign(goes=ledger["order_id"].map(alone).eq(True) & ledger["line"].isna())
    table.loc[table["line"] == line, "goes"] = True
    return table[["goes"]]
