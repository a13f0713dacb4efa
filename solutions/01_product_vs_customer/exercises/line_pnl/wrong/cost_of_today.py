"""Today's cost in the product list is what the goods cost on the day of the sale.

The goods are valued at the cost in `products`, which is today's. What did they cost on the day of
the order?
"""


def line_pnl(lines, products, returns):
    sold = lines.merge(products[["product_id", "line", "unit_cost_eur"]], on="product_id")
    sold = sold.merge(returns, on=["order_id", "line_no"], how="left")
    sold["goods_eur"] = sold["quantity"] * sold["unit_cost_eur_y"]
    table = sold.groupby("line")[["paid_eur", "refund_eur", "goods_eur", "handling_cost_eur"]].sum()
    table.columns = ["revenue_eur", "refunds_eur", "goods_eur", "return_handling_eur"]
    table["margin_eur"] = (
        table["revenue_eur"] - table["refunds_eur"] - table["goods_eur"] - table["return_handling_eur"]
    )
    return table
