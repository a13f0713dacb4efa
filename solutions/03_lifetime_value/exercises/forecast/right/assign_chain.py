def forecast(known, r, alpha, a, b):
    law = clv.BGNBD(r, alpha, a, b)
    history = [known[name] for name in ("x", "t_x", "T")]
    table = known[["order_margin_eur"]].assign(p_alive=law.p_alive(*history), orders=law.expected(52, *history))
    table["margin_eur"] = table["orders"] * table["order_margin_eur"]
    return table[["p_alive", "orders", "margin_eur"]]
