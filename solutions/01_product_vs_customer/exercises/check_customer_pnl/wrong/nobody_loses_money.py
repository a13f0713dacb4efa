"""A customer who costs more than she brings in must be a mistake.

You have seen customers below zero in a table that is right. Is it possible, or only unwelcome?
"""


def check_customer_pnl(result, data):
    return "A loss!" if (result["profit_eur"] < 0).any() or result.isna().any(axis=None) else ""
