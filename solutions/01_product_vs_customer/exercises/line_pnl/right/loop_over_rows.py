def line_pnl(lines, products, returns):
    line_of = dict(zip(products["product_id"], products["line"]))
    back = {(r.order_id, r.line_no): r for r in returns.itertuples()}
    rows = {}
    for sale in lines.itertuples():
        row = rows.setdefault(line_of[sale.product_id], [0.0, 0.0, 0.0, 0.0])
        row[0] += sale.paid_eur
        row[2] += sale.quantity * sale.unit_cost_eur
        if (sale.order_id, sale.line_no) in back:
            row[1] += back[sale.order_id, sale.line_no].refund_eur
            row[3] += back[sale.order_id, sale.line_no].handling_cost_eur
    names = ["revenue_eur", "refunds_eur", "goods_eur", "return_handling_eur"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=names)
    table.index.name = "line"
    table["margin_eur"] = table["revenue_eur"] - table[names[1:]].sum(axis=1)
    return table
