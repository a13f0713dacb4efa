"""Whoever has a P(alive) below 30 % is lost.

A small chance is still a chance. The expected orders already include it.
"""


def forecast(known, r, alpha, a, b):
    model = clv.BGNBD(r, alpha, a, b)
    history = known["x"], known["t_x"], known["T"]
    result = pd.DataFrame({"p_alive": model.p_alive(*history), "orders": model.expected(52, *history)}, known.index)
    result["orders"] = result["orders"].where(result["p_alive"] >= 0.3, 0)
    result["margin_eur"] = result["orders"] * known["order_margin_eur"]
    return result
