def reconcile(by_line, by_customer):
    costs = by_customer["fulfilment_eur"] + by_customer["tickets_eur"] + by_customer["mailings_eur"]
    sums = {"lines_eur": by_line["margin_eur"].sum(), "nobody_eur": costs.sum()}
    sums["customers_eur"] = by_customer["profit_eur"].sum()
    bridge = pd.DataFrame({"eur": sums})
    bridge.loc["difference_eur"] = bridge["eur"] @ [1, -1, -1]
    return bridge.round(2)
