def customer_pnl(lines, returns, orders, tickets, touches, activity_costs):
    rates = activity_costs.set_index("activity")["rate_eur"]
    lines = lines.merge(orders[["order_id", "customer_id"]], on="order_id")
    back = returns.merge(orders[["order_id", "customer_id"]], on="order_id")
    orders = orders.assign(cost=orders["channel"].map(lambda channel: rates[channel + "_order"]))
    pnl = pd.DataFrame(index=orders["customer_id"].drop_duplicates())
    pnl["margin_eur"] = lines.groupby("customer_id")["paid_eur"].sum()
    pnl["margin_eur"] -= (lines["quantity"] * lines["unit_cost_eur"]).groupby(lines["customer_id"]).sum()
    refunds = back.groupby("customer_id")[["refund_eur", "handling_cost_eur"]].sum().sum(axis=1)
    pnl["margin_eur"] -= refunds.reindex(pnl.index).fillna(0)
    pnl["fulfilment_eur"] = orders.groupby("customer_id")["cost"].sum()
    pnl["tickets_eur"] = tickets["customer_id"].value_counts() * rates["ticket"]
    pnl["mailings_eur"] = touches.groupby("customer_id")["cost_eur"].sum()
    pnl = pnl.fillna(0)
    pnl["profit_eur"] = pnl["margin_eur"] - pnl["fulfilment_eur"] - pnl["tickets_eur"] - pnl["mailings_eur"]
    return pnl
