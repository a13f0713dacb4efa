"""An order brings the same, whoever places it.

`known` has the margin of one order of *hers*. Which column belongs to each customer?
"""


def forecast(known, r, alpha, a, b):
    model = clv.BGNBD(r, alpha, a, b)
    history = known["x"], known["t_x"], known["T"]
    result = pd.DataFrame({"p_alive": model.p_alive(*history), "orders": model.expected(52, *history)}, known.index)
    result["margin_eur"] = result["orders"] * known["order_margin_eur"].mean()
    return result
