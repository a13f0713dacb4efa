from collections import defaultdict


def customer_pnl(lines, returns, orders, tickets, touches, activity_costs):
    rate = dict(zip(activity_costs["activity"], activity_costs["rate_eur"]))
    who = dict(zip(orders["order_id"], orders["customer_id"]))
    margin, fulfilment, service, mail = (defaultdict(float) for _ in range(4))
    for order, paid, pieces, cost in lines[["order_id", "paid_eur", "quantity", "unit_cost_eur"]].values:
        margin[who[int(order)]] += paid - pieces * cost
    for order, refund, handling in returns[["order_id", "refund_eur", "handling_cost_eur"]].values:
        margin[who[int(order)]] -= refund + handling
    for customer, channel in zip(orders["customer_id"], orders["channel"]):
        fulfilment[customer] += rate[channel + "_order"]
    for customer in tickets["customer_id"]:
        service[customer] += rate["ticket"]
    for customer, cost in zip(touches["customer_id"], touches["cost_eur"]):
        mail[customer] += cost
    rows = [
        (c, margin[c], fulfilment[c], service[c], mail[c], margin[c] - fulfilment[c] - service[c] - mail[c])
        for c in fulfilment
    ]
    names = ["customer_id", "margin_eur", "fulfilment_eur", "tickets_eur", "mailings_eur", "profit_eur"]
    return pd.DataFrame(rows, columns=names)
