"""The cost of one piece is the cost of the line.

You counted the cost of one piece for each line of an order. How many pieces does a line hold?
"""


def line_pnl(lines, products, returns):
    sold = lines.merge(products[["product_id", "line"]], on="product_id")
    sold = sold.merge(returns, on=["order_id", "line_no"], how="left")
    sold["goods_eur"] = sold["unit_cost_eur"]
    table = sold.groupby("line")[["paid_eur", "refund_eur", "goods_eur", "handling_cost_eur"]].sum()
    table.columns = ["revenue_eur", "refunds_eur", "goods_eur", "return_handling_eur"]
    table["margin_eur"] = (
        table["revenue_eur"] - table["refunds_eur"] - table["goods_eur"] - table["return_handling_eur"]
    )
    return table
