"""A gap in the refunds counts as 0 when it is subtracted.

A line without a return has a gap there, and a number minus a gap is a gap. Fill these two columns with 0
before you subtract, and not the whole table: it holds dates as well.
"""


def customer_pnl(lines, returns, orders, tickets, touches, activity_costs):
    rates = activity_costs.set_index("activity")["rate_eur"]
    sold = lines.merge(returns, on=["order_id", "line_no"], how="left").merge(orders, on="order_id")
    paid, goods = sold["paid_eur"], sold["quantity"] * sold["unit_cost_eur"]
    margin = paid - goods - sold["refund_eur"] - sold["handling_cost_eur"]
    fulfilment = (orders["channel"] + "_order").map(rates)
    pnl = pd.DataFrame(
        {
            "margin_eur": margin.groupby(sold["customer_id"]).sum(),
            "fulfilment_eur": fulfilment.groupby(orders["customer_id"]).sum(),
            "tickets_eur": tickets.groupby("customer_id").size() * rates["ticket"],
            "mailings_eur": touches.groupby("customer_id")["cost_eur"].sum(),
        }
    ).fillna(0)
    pnl["profit_eur"] = pnl["margin_eur"] - pnl[["fulfilment_eur", "tickets_eur", "mailings_eur"]].sum(axis=1)
    return pnl
