"""Tickets and mailings can be merged by customer before they are added up.

Your merge paired every ticket with every mailing of the same customer. So both were counted many times
over. Add up each table separately first.
"""


def customer_pnl(lines, returns, orders, tickets, touches, activity_costs):
    rates = activity_costs.set_index("activity")["rate_eur"]
    sold = lines.merge(returns, on=["order_id", "line_no"], how="left").merge(orders, on="order_id")
    back = sold[["refund_eur", "handling_cost_eur"]].sum(axis=1)
    margin = sold["paid_eur"] - sold["quantity"] * sold["unit_cost_eur"] - back
    contact = tickets[["customer_id", "ticket_id"]].merge(
        touches[["customer_id", "cost_eur"]], on="customer_id", how="outer"
    )
    contact = contact.groupby("customer_id")
    pnl = margin.groupby(sold["customer_id"]).sum().to_frame("margin_eur")
    pnl["fulfilment_eur"] = (orders["channel"] + "_order").map(rates).groupby(orders["customer_id"]).sum()
    pnl["tickets_eur"] = contact["ticket_id"].count() * rates["ticket"]
    pnl["mailings_eur"] = contact["cost_eur"].sum()
    pnl["profit_eur"] = pnl["margin_eur"] - pnl.drop(columns="margin_eur").sum(axis=1)
    return pnl.fillna(0)
