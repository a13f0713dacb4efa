import numpy as np


def saved_by_closing(ledger, line):
    mine = ledger["line"].eq(line).groupby(ledger["order_id"]).transform("any")
    other = (ledger["line"].notna() & ledger["line"].ne(line)).groupby(ledger["order_id"]).transform("any")
    alone = mine.eq(True) & other.eq(False)
    gone = ledger["line"].eq(line) | (ledger["line"].isna() & ledger["order_id"].notna() & alone)
    return float(np.where(gone, -ledger["eur"], 0.0).sum())
