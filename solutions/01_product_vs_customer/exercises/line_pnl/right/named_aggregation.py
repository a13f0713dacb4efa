def line_pnl(lines, products, returns):
    return (
        lines.merge(products[["product_id", "line"]], on="product_id", how="left")
        .merge(returns[["order_id", "line_no", "refund_eur", "handling_cost_eur"]], how="left")
        .assign(goods=lambda sold: sold["quantity"] * sold["unit_cost_eur"])
        .groupby("line", as_index=False)
        .agg(
            revenue_eur=("paid_eur", "sum"),
            refunds_eur=("refund_eur", "sum"),
            goods_eur=("goods", "sum"),
            return_handling_eur=("handling_cost_eur", "sum"),
        )
        .assign(
            margin_eur=lambda t: (
                t["revenue_eur"] - t["refunds_eur"] - t["goods_eur"] - t["return_handling_eur"]
            )
        )
    )
