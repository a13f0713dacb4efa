import numpy as np


def reconcile(by_line, by_customer):
    lines = np.sum(by_line["margin_eur"].to_numpy())
    nobody = by_customer.filter(["fulfilment_eur", "tickets_eur", "mailings_eur"]).to_numpy().sum()
    customers = np.sum(by_customer["profit_eur"].to_numpy())
    bridge = pd.Series(dtype=float)
    bridge["difference_eur"] = np.round(lines - (nobody + customers), 2)
    bridge["customers_eur"] = customers
    bridge["nobody_eur"] = nobody
    bridge["lines_eur"] = lines
    return bridge
