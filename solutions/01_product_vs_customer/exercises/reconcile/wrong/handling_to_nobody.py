"""Handling of returns belongs to no line either.

You count the handling of returns among the costs that no line carries. The line margin has it already: which three columns
of `by_customer` are in no line's result?
"""


def reconcile(by_line, by_customer):
    lines = by_line["margin_eur"].sum()
    nobody = by_customer[["fulfilment_eur", "tickets_eur", "mailings_eur"]].sum().sum()
    nobody += by_line["return_handling_eur"].sum()
    customers = by_customer["profit_eur"].sum()
    return {
        "lines_eur": lines,
        "nobody_eur": nobody,
        "customers_eur": customers,
        "difference_eur": lines - nobody - customers,
    }
