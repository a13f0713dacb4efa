def reconcile(by_line, by_customer):
    sums = by_customer.sum()
    nobody = sums["fulfilment_eur"] + sums["tickets_eur"] + sums["mailings_eur"]
    difference = (by_line["margin_eur"].sum() - nobody - sums["profit_eur"]).round(2)
    return pd.Series(
        [by_line["margin_eur"].sum(), nobody, sums["profit_eur"], difference],
        index=["lines_eur", "nobody_eur", "customers_eur", "difference_eur"],
    )
