import numpy as np


def customer_pnl(lines, returns, orders, tickets, touches, activity_costs):
    rates = activity_costs.set_index("activity")["rate_eur"]
    ids = np.sort(orders["customer_id"].unique())

    def add_up(customers, euros):
        places = np.searchsorted(ids, customers)
        return np.bincount(places, weights=np.asarray(euros, dtype=float), minlength=len(ids))

    who = orders.set_index("order_id")["customer_id"]
    paid = lines["paid_eur"] - lines["quantity"] * lines["unit_cost_eur"]
    margin = add_up(lines["order_id"].map(who), paid)
    margin -= add_up(returns["order_id"].map(who), returns["refund_eur"] + returns["handling_cost_eur"])
    costs = {
        "fulfilment_eur": add_up(orders["customer_id"], (orders["channel"] + "_order").map(rates)),
        "tickets_eur": add_up(tickets["customer_id"], np.full(len(tickets), rates["ticket"])),
        "mailings_eur": add_up(touches["customer_id"], touches["cost_eur"]),
    }
    pnl = pd.DataFrame({"margin_eur": margin, **costs}, index=pd.Index(ids, name="customer_id"))
    pnl["profit_eur"] = margin - sum(costs.values())
    return pnl
