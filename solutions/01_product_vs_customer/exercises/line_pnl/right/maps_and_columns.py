def line_pnl(lines, products, returns):
    line_of = products.set_index("product_id")["line"]
    sold = lines.assign(
        line=lines["product_id"].map(line_of), goods_eur=lines["quantity"] * lines["unit_cost_eur"]
    )
    back = returns.merge(sold[["order_id", "line_no", "line"]], on=["order_id", "line_no"])
    table = pd.DataFrame(
        {
            "revenue_eur": sold.groupby("line")["paid_eur"].sum(),
            "refunds_eur": back.groupby("line")["refund_eur"].sum(),
            "goods_eur": sold.groupby("line")["goods_eur"].sum(),
            "return_handling_eur": back.groupby("line")["handling_cost_eur"].sum(),
        }
    ).fillna(0)
    costs = table[["refunds_eur", "goods_eur", "return_handling_eur"]].sum(axis=1)
    table["margin_eur"] = table["revenue_eur"] - costs
    return table
