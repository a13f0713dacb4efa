def reconcile(by_line, by_customer):
    bridge = {"lines_eur": float(by_line["margin_eur"].sum())}
    bridge["nobody_eur"] = sum(
        float(by_customer[name].sum()) for name in ["fulfilment_eur", "tickets_eur", "mailings_eur"]
    )
    bridge["customers_eur"] = float(by_customer["profit_eur"].sum())
    rest = bridge["lines_eur"] - bridge["nobody_eur"] - bridge["customers_eur"]
    return bridge | {"difference_eur": rest}
