import numpy as np


def would_go(ledger, line):
    mine = ledger["line"].eq(line).groupby(ledger["order_id"]).transform("any")
    other = (ledger["line"].notna() & ledger["line"].ne(line)).groupby(ledger["order_id"]).transform("any")
    alone = mine.eq(True) & other.eq(False)
    return np.where(ledger["line"].isna(), ledger["order_id"].notna() & alone, ledger["line"].eq(line))
