def saved_by_closing(ledger, line):
    rows = ledger[ledger["order_id"].notna()].assign(line=ledger["line"].fillna("none"))
    table = rows.pivot_table(index="order_id", columns="line", values="eur", aggfunc="sum")
    others = table.drop(columns=["none", line], errors="ignore").notna().any(axis=1)
    alone = table[line].notna() & ~others
    return -(table[line].sum() + table.loc[alone, "none"].sum())
