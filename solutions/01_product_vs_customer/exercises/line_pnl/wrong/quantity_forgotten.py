"""The cost of one piece is the cost of the line.

The cost of the goods is the cost of one piece per line. How many pieces are in a line?
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
