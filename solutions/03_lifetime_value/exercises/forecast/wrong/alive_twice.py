"""Expected orders must be multiplied by the chance that she is there.

The model has done that. Multiply once more, and you count her leaving twice.
"""


def forecast(known, r, alpha, a, b):
    model = clv.BGNBD(r, alpha, a, b)
    history = known["x"], known["t_x"], known["T"]
    result = pd.DataFrame({"p_alive": model.p_alive(*history), "orders": model.expected(52, *history)}, known.index)
    result["orders"] = result["p_alive"] * result["orders"]
    result["margin_eur"] = result["orders"] * known["order_margin_eur"]
    return result
