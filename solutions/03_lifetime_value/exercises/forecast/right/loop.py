def forecast(known, r, alpha, a, b):
    law, rows = clv.BGNBD(r, alpha, a, b), {}
    for customer, x, t_x, T, margin in known[["x", "t_x", "T", "order_margin_eur"]].itertuples():
        orders = float(law.expected(52, x, t_x, T))
        rows[customer] = {"p_alive": float(law.p_alive(x, t_x, T)), "orders": orders, "margin_eur": orders * margin}
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = "customer_id"
    return table
