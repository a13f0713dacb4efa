"""A probability is written in per cent.

Give `p_alive` as a share between 0 and 1.
"""


def forecast(known, r, alpha, a, b):
    model = clv.BGNBD(r, alpha, a, b)
    history = known["x"], known["t_x"], known["T"]
    result = pd.DataFrame({"p_alive": 100 * model.p_alive(*history), "orders": model.expected(52, *history)}, known.index)
    result["margin_eur"] = result["orders"] * known["order_margin_eur"]
    return result
