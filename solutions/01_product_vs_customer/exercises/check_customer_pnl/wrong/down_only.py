"""If each column matches the ledger, the table is right.

The ledger has no total for the profit. Which direction shows whether it fits the rest of its row?
"""


def check_customer_pnl(result, data):
    for part, total in data.items():
        if abs(result[part].sum() - total) > 0.01:
            return part
    return ""
