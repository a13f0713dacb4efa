"""A row less its refund is what is left of it, whether there was a refund or not.

Most rows have no return, so their refund is a gap, and an amount minus a gap is a gap. Fill the gaps, or take the
sums first and the difference after.
"""


def line_pnl(lines, products, returns):
    sold = lines.merge(products[["product_id", "line"]], on="product_id")
    sold = sold.merge(returns, on=["order_id", "line_no"], how="left")
    sold["goods_eur"] = sold["quantity"] * sold["unit_cost_eur"]
    sold["margin_eur"] = sold["paid_eur"] - sold["refund_eur"] - sold["goods_eur"] - sold["handling_cost_eur"]
    parts = ["paid_eur", "refund_eur", "goods_eur", "handling_cost_eur", "margin_eur"]
    table = sold.groupby("line")[parts].sum()
    table.columns = ["revenue_eur", "refunds_eur", "goods_eur", "return_handling_eur", "margin_eur"]
    return table
