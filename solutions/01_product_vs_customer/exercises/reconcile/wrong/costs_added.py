"""The costs that no line carries are added to the lines' margin.

The costs that no line carries are added. They take money away from the lines' margin.
"""


def reconcile(by_line, by_customer):
    lines = by_line["margin_eur"].sum()
    nobody = by_customer[["fulfilment_eur", "tickets_eur", "mailings_eur"]].sum().sum()
    customers = by_customer["profit_eur"].sum()
    difference = round(lines + nobody - customers, 2)
    return {
        "lines_eur": lines,
        "nobody_eur": nobody,
        "customers_eur": customers,
        "difference_eur": difference,
    }
