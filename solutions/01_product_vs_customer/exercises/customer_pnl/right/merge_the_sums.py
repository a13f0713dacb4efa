def customer_pnl(lines, returns, orders, tickets, touches, activity_costs):
    rates = activity_costs.set_index("activity")["rate_eur"]
    sold = orders.merge(lines, on="order_id").merge(returns, on=["order_id", "line_no"], how="left")
    sold = sold.fillna({"refund_eur": 0, "handling_cost_eur": 0})
    sold["margin_eur"] = (
        sold["paid_eur"]
        - sold["refund_eur"]
        - sold["quantity"] * sold["unit_cost_eur"]
        - sold["handling_cost_eur"]
    )
    orders = orders.copy()
    orders["fulfilment_eur"] = (orders["channel"] + "_order").map(rates)
    margin = sold.groupby("customer_id", as_index=False)["margin_eur"].sum()
    fulfilment = orders.groupby("customer_id", as_index=False)["fulfilment_eur"].sum()
    service = tickets.groupby("customer_id", as_index=False).size()
    mail = touches.groupby("customer_id", as_index=False)["cost_eur"].sum()
    pnl = margin.merge(fulfilment, how="left").merge(service, how="left").merge(mail, how="left")
    pnl = pnl.fillna(0).rename(columns={"cost_eur": "mailings_eur"})
    pnl["tickets_eur"] = pnl["size"] * rates["ticket"]
    pnl["profit_eur"] = pnl["margin_eur"] - pnl["fulfilment_eur"] - pnl["tickets_eur"] - pnl["mailings_eur"]
    return pnl.drop(columns="size")
