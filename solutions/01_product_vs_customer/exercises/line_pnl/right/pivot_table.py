def line_pnl(lines, products, returns):
    sold = lines.merge(products[["product_id", "line"]]).merge(returns, how="left")
    sold = sold.fillna({"refund_eur": 0, "handling_cost_eur": 0})
    sold["revenue_eur"] = sold["paid_eur"]
    sold["refunds_eur"] = sold["refund_eur"]
    sold["goods_eur"] = sold["quantity"] * sold["unit_cost_eur"]
    sold["return_handling_eur"] = sold["handling_cost_eur"]
    sold["margin_eur"] = sold.eval("revenue_eur - refunds_eur - goods_eur - return_handling_eur")
    names = ["margin_eur", "revenue_eur", "goods_eur", "refunds_eur", "return_handling_eur"]
    return sold.pivot_table(index="line", values=names, aggfunc="sum").reset_index()
