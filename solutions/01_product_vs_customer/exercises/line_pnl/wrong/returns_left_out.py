"""A sale is a sale; what comes back is another department's business.

The margin leaves out what came back: the refund, and the cost of taking the goods back.
"""


def line_pnl(lines, products, returns):
    sold = lines.merge(products[["product_id", "line"]], on="product_id")
    sold = sold.merge(returns, on=["order_id", "line_no"], how="left")
    sold["goods_eur"] = sold["quantity"] * sold["unit_cost_eur"]
    table = sold.groupby("line")[["paid_eur", "refund_eur", "goods_eur", "handling_cost_eur"]].sum()
    table.columns = ["revenue_eur", "refunds_eur", "goods_eur", "return_handling_eur"]
    table["margin_eur"] = table["revenue_eur"] - table["goods_eur"]
    return table
