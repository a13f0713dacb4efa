def forecast(known, r, alpha, a, b):
    law = clv.BGNBD(r, alpha, a, b)
    table = pd.DataFrame(index=known.index)
    table["p_alive"] = law.p_alive(known["x"], known["t_x"], known["T"])
    table["orders"] = law.expected(52, known["x"], known["t_x"], known["T"])
    table["margin_eur"] = table["orders"].mul(known["order_margin_eur"])
    return table
