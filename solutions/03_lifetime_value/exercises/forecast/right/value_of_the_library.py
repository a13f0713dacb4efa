def forecast(known, r, alpha, a, b):
    law = clv.BGNBD(r, alpha, a, b)
    history = (known["x"], known["t_x"], known["T"])
    worth = clv.lifetime_value(law, 52, history, order_value=known["order_margin_eur"])
    table = pd.DataFrame({"p_alive": law.p_alive(*history), "orders": law.expected(52, *history)})
    return table.set_axis(known.index).assign(margin_eur=worth).reset_index()
