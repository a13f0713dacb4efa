"""The margin is that of all her orders, those placed and those to come.

What is past is in the till already. The margin belongs to the orders in the column beside it.
"""


def forecast(known, r, alpha, a, b):
    model = clv.BGNBD(r, alpha, a, b)
    history = known["x"], known["t_x"], known["T"]
    result = pd.DataFrame({"p_alive": model.p_alive(*history), "orders": model.expected(52, *history)}, known.index)
    result["margin_eur"] = (known["x"] + result["orders"]) * known["order_margin_eur"]
    return result
