import numpy as np


def line_pnl(lines, products, returns):
    sold = lines.merge(products[["product_id", "line"]], on="product_id")
    sold = sold.merge(returns, on=["order_id", "line_no"], how="left")
    names, where = np.unique(sold["line"].to_numpy(dtype=object), return_inverse=True)
    measures = {
        "revenue_eur": sold["paid_eur"],
        "refunds_eur": sold["refund_eur"],
        "goods_eur": sold["quantity"] * sold["unit_cost_eur"],
        "return_handling_eur": sold["handling_cost_eur"],
    }
    table = pd.DataFrame(index=pd.Index(names, name="line"))
    for name, values in measures.items():
        sums = np.zeros(len(names))
        np.add.at(sums, where, np.nan_to_num(values.to_numpy(dtype=float)))
        table[name] = sums
    costs = table["refunds_eur"] + table["goods_eur"] + table["return_handling_eur"]
    table["margin_eur"] = table["revenue_eur"] - costs
    return table
