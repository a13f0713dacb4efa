"""Each customer can expect what the model says of a newcomer.

You know these customers. Their history goes into `expected`; `expected_new` is for somebody without one.
"""


def forecast(known, r, alpha, a, b):
    model = clv.BGNBD(r, alpha, a, b)
    history = known["x"], known["t_x"], known["T"]
    result = pd.DataFrame({"p_alive": model.p_alive(*history), "orders": model.expected_new(52)}, known.index)
    result["margin_eur"] = result["orders"] * known["order_margin_eur"]
    return result
