"""A customer's value is what she has ordered and what she will order.

What is past is in the till already. The question asks for the next 52 weeks.
"""


def forecast(known, r, alpha, a, b):
    model = clv.BGNBD(r, alpha, a, b)
    history = known["x"], known["t_x"], known["T"]
    result = pd.DataFrame({"p_alive": model.p_alive(*history), "orders": known["x"] + model.expected(52, *history)}, known.index)
    result["margin_eur"] = result["orders"] * known["order_margin_eur"]
    return result
