import numpy as np


def check_customer_pnl(result, data):
    sums = result[list(data)].sum()
    signs = np.array([1, -1, -1, -1])
    made = result[["margin_eur", "fulfilment_eur", "tickets_eur", "mailings_eur"]].to_numpy() @ signs
    if not np.isclose(sums, list(data.values()), atol=0.01, rtol=0).all():
        return "Not what the ledger says."
    return "" if np.isclose(made, result["profit_eur"], atol=0.01, rtol=0).all() else "Rows are off."
