def reconcile(by_line, by_customer):
    margin, nobody, profit = 0.0, 0.0, 0.0
    for value in by_line["margin_eur"]:
        margin += value
    for row in by_customer.itertuples():
        nobody += row.fulfilment_eur + row.tickets_eur + row.mailings_eur
        profit += row.profit_eur
    return {
        "lines_eur": margin,
        "nobody_eur": nobody,
        "customers_eur": profit,
        "difference_eur": round(margin - nobody - profit, 2),
    }
