"""If each column meets the ledger, the table is right.

The profit has no total in the ledger. Which direction tells whether it fits its row?
"""


def check_customer_pnl(result, data):
    for part, total in data.items():
        if abs(result[part].sum() - total) > 0.01:
            return part
    return ""
