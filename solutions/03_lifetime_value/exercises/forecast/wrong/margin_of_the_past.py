"""Margin is what her orders have brought.

You multiplied by orders that she has placed. The margin belongs to those expected.
"""


def forecast(known, r, alpha, a, b):
    model = clv.BGNBD(r, alpha, a, b)
    history = known["x"], known["t_x"], known["T"]
    result = pd.DataFrame({"p_alive": model.p_alive(*history), "orders": model.expected(52, *history)}, known.index)
    result["margin_eur"] = (known["x"] + 1) * known["order_margin_eur"]
    return result
