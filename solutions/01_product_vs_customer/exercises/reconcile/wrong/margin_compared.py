"""The lines' margin less the other costs should equal the customers' margin.

You used the customers' margin where their profit belongs. Which column shows what is left after all
costs?
"""


def reconcile(by_line, by_customer):
    lines = by_line["margin_eur"].sum()
    nobody = by_customer[["fulfilment_eur", "tickets_eur", "mailings_eur"]].sum().sum()
    customers = by_customer["margin_eur"].sum()
    difference = round(lines - nobody - customers, 2)
    return {
        "lines_eur": lines,
        "nobody_eur": nobody,
        "customers_eur": customers,
        "difference_eur": difference,
    }
