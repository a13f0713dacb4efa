"""Mailings are catalogues: only those by post cost anything.

You count mailings by post. E-mails have a price in `cost_eur`, too: add up all rows of `touches`.
"""


def customer_pnl(lines, returns, orders, tickets, touches, activity_costs):
    rates = activity_costs.set_index("activity")["rate_eur"]
    sold = lines.merge(returns, on=["order_id", "line_no"], how="left").merge(orders, on="order_id")
    back = sold[["refund_eur", "handling_cost_eur"]].sum(axis=1)
    margin = sold["paid_eur"] - sold["quantity"] * sold["unit_cost_eur"] - back
    pnl = margin.groupby(sold["customer_id"]).sum().to_frame("margin_eur")
    pnl["fulfilment_eur"] = (orders["channel"] + "_order").map(rates).groupby(orders["customer_id"]).sum()
    pnl["tickets_eur"] = tickets.groupby("customer_id").size() * rates["ticket"]
    pnl["mailings_eur"] = touches[touches["channel"] == "mail"].groupby("customer_id")["cost_eur"].sum()
    pnl = pnl.fillna(0)
    pnl["profit_eur"] = pnl["margin_eur"] - pnl.drop(columns="margin_eur").sum(axis=1)
    return pnl
