"""She pays only if she is still there, so her margin is multiplied by `p_alive`.

The expected orders already include that chance. Each of them brings her margin.
"""


def forecast(known, r, alpha, a, b):
    model = clv.BGNBD(r, alpha, a, b)
    history = known["x"], known["t_x"], known["T"]
    result = pd.DataFrame({"p_alive": model.p_alive(*history), "orders": model.expected(52, *history)}, known.index)
    result["margin_eur"] = result["p_alive"] * result["orders"] * known["order_margin_eur"]
    return result
