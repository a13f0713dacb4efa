def would_go(ledger, line):
    rows = ledger[ledger["line"].notna()]
    table = rows.pivot_table(index="order_id", columns="line", values="eur", aggfunc="size", fill_value=0)
    alone = table.index[(table[line] > 0) & (table.drop(columns=line).sum(axis=1) == 0)]
    goes = ledger["line"] == line
    goes[ledger["line"].isna() & ledger["order_id"].isin(alone)] = True
    return goes
