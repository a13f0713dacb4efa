"""A ticket costs 8, so that is what stands in the function.

You wrote a rate into your function as a number. Another company, or another year, has another rate: take it from
`activity_costs`.
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
            "tickets_eur": tickets.groupby("customer_id").size() * 8,
            "mailings_eur": touches.groupby("customer_id")["cost_eur"].sum(),
        }
    ).fillna(0)
    pnl["profit_eur"] = pnl["margin_eur"] - pnl[["fulfilment_eur", "tickets_eur", "mailings_eur"]].sum(axis=1)
    return pnl
