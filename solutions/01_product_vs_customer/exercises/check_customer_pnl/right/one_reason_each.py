def check_customer_pnl(result, data):
    for part, total in data.items():
        if not abs(result[part].sum() - total) < 0.005:
            return f"{part}: {result[part].sum():.2f} in the table, {total:.2f} in the ledger"
    left = result["margin_eur"]
    for cost in ("fulfilment_eur", "tickets_eur", "mailings_eur"):
        left = left - result[cost]
    for customer, off in (left - result["profit_eur"]).items():
        if not -0.005 < off < 0.005:
            return f"customer {customer} is off by {off:.2f}"
    return ""
