"""Revenue is what the price tag says, whatever the customer paid.

The revenue is at list price. Customers paid less where there was a discount: which column says what
they paid?
"""


def line_pnl(lines, products, returns):
    sold = lines.merge(products[["product_id", "line"]], on="product_id")
    sold = sold.merge(returns, on=["order_id", "line_no"], how="left")
    sold["sale_eur"] = sold["quantity"] * sold["list_price_eur"]
    sold["goods_eur"] = sold["quantity"] * sold["unit_cost_eur"]
    table = sold.groupby("line")[["sale_eur", "refund_eur", "goods_eur", "handling_cost_eur"]].sum()
    table.columns = ["revenue_eur", "refunds_eur", "goods_eur", "return_handling_eur"]
    table["margin_eur"] = (
        table["revenue_eur"] - table["refunds_eur"] - table["goods_eur"] - table["return_handling_eur"]
    )
    return table
