def customer_pnl(lines, returns, orders, tickets, touches, activity_costs):
    rates = dict(zip(activity_costs["activity"], activity_costs["rate_eur"]))
    who = orders.set_index("order_id")["customer_id"]
    entries = [
        (lines["order_id"].map(who), "margin_eur", lines["paid_eur"]),
        (lines["order_id"].map(who), "margin_eur", -lines["quantity"] * lines["unit_cost_eur"]),
        (returns["order_id"].map(who), "margin_eur", -returns["refund_eur"] - returns["handling_cost_eur"]),
        (orders["customer_id"], "fulfilment_eur", (orders["channel"] + "_order").map(rates)),
        (tickets["customer_id"], "tickets_eur", pd.Series(rates["ticket"], index=tickets.index)),
        (touches["customer_id"], "mailings_eur", touches["cost_eur"]),
    ]
    long = pd.concat([pd.DataFrame({"customer_id": c, "what": what, "eur": eur}) for c, what, eur in entries])
    pnl = long.pivot_table(index="customer_id", columns="what", values="eur", aggfunc="sum", fill_value=0)
    pnl["profit_eur"] = 2 * pnl["margin_eur"] - pnl.sum(axis=1)
    return pnl
