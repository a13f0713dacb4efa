"""A return belongs to an order, so the order's number finds its sale.

Each return now appears on every line of its order. Which two columns together identify one line?
"""


def line_pnl(lines, products, returns):
    sold = lines.merge(products[["product_id", "line"]], on="product_id")
    sold = sold.merge(returns, on="order_id", how="left")
    sold["goods_eur"] = sold["quantity"] * sold["unit_cost_eur"]
    table = sold.groupby("line")[["paid_eur", "refund_eur", "goods_eur", "handling_cost_eur"]].sum()
    table.columns = ["revenue_eur", "refunds_eur", "goods_eur", "return_handling_eur"]
    table["margin_eur"] = (
        table["revenue_eur"] - table["refunds_eur"] - table["goods_eur"] - table["return_handling_eur"]
    )
    return table
