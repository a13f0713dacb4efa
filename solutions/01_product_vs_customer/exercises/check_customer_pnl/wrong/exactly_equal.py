"""Right numbers are equal to the last digit.

If you add in a different order, digits far beyond the cents can change. How far off may an amount in
euros be?
"""


def check_customer_pnl(result, data):
    for part, total in data.items():
        if result[part].sum() != total:
            return part
    costs = result[["fulfilment_eur", "tickets_eur", "mailings_eur"]].sum(axis=1)
    return "" if (result["margin_eur"] - costs == result["profit_eur"]).all() else "rows"
