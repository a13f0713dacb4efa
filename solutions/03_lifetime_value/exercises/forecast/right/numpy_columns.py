def forecast(known, r, alpha, a, b):
    law = clv.BGNBD(r, alpha, a, b)
    x, t_x, T, margin = known[["x", "t_x", "T", "order_margin_eur"]].to_numpy(float).T
    orders = law.expected(52, x, t_x, T)
    columns = {"p_alive": law.p_alive(x, t_x, T), "orders": orders, "margin_eur": orders * margin}
    return pd.DataFrame(columns, index=known.index)
