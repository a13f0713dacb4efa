def rfm(customers):
    n = len(customers)
    result = pd.DataFrame(index=customers.index)
    result["r"] = 1 + 5 * (customers["days"].rank(method="min", ascending=False) - 1) // n
    result["f"] = 1 + 5 * (customers["orders"].rank(method="min") - 1) // n
    result["m"] = 1 + 5 * (customers["eur"].rank(method="min") - 1) // n
    return result.astype(int)
