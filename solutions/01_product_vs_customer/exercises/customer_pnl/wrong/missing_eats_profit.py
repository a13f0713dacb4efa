"""A gap in one cost may be filled at the very end, after the profit is worked out.

A customer without a ticket ends up with a profit of 0. A gap was subtracted, which gives a gap: fill
it before you subtract.
"""


def customer_pnl(lines, returns, orders, tickets, touches, activity_costs):
    rates = activity_costs.set_index("activity")["rate_eur"]
    sold = lines.merge(returns, on=["order_id", "line_no"], how="left").merge(orders, on="order_id")
    paid, goods = sold["paid_eur"], sold["quantity"] * sold["unit_cost_eur"]
    back = sold[["refund_eur", "handling_cost_eur"]].sum(axis=1)
    margin = paid - goods - back
    fulfilment = (orders["channel"] + "_order").map(rates)
    pnl = pd.DataFrame(
        {
            "margin_eur": margin.groupby(sold["customer_id"]).sum(),
            "fulfilment_eur": fulfilment.groupby(orders["customer_id"]).sum(),
            "tickets_eur": tickets.groupby("customer_id").size() * rates["ticket"],
            "mailings_eur": touches.groupby("customer_id")["cost_eur"].sum(),
        }
    )
    pnl["profit_eur"] = pnl["margin_eur"] - pnl["fulfilment_eur"] - pnl["tickets_eur"] - pnl["mailings_eur"]
    return pnl.fillna(0)
