"""Who ordered once will not order again.

Some of them will, and there are many of them. Customers 1 and 6 belong in the table.
"""


def forecast(known, r, alpha, a, b):
    model = clv.BGNBD(r, alpha, a, b)
    history = known["x"], known["t_x"], known["T"]
    result = pd.DataFrame({"p_alive": model.p_alive(*history), "orders": model.expected(52, *history)}, known.index)
    result["margin_eur"] = result["orders"] * known["order_margin_eur"]
    return result[known["x"] > 0]
