"""0.71 expected orders mean a chance of 71 % to order.

An expected number of orders is a mean, and it may be above 1. It is no probability.
"""


def forecast(known, r, alpha, a, b):
    model = clv.BGNBD(r, alpha, a, b)
    history = known["x"], known["t_x"], known["T"]
    result = pd.DataFrame({"p_alive": model.p_alive(*history), "orders": model.expected(52, *history)}, known.index)
    result["orders"] = result["orders"].clip(upper=1)
    result["margin_eur"] = result["orders"] * known["order_margin_eur"]
    return result
