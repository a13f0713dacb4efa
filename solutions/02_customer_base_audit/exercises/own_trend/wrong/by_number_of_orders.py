"""The row is how many orders a customer placed in all.

That compares customers with each other. The question follows each one from order to order.
"""


def own_trend(orders):
    by_time = orders.sort_values(["customer_id", "ordered_at"])
    by_time["number"] = by_time.groupby("customer_id").cumcount() + 1
    by_time["reached"] = by_time.groupby("customer_id")["number"].transform("max")
    six = by_time[by_time["number"] <= 6]
    pooled = by_time.groupby(by_time["reached"].clip(upper=6))["eur"].mean()
    within = six[six["reached"] >= 6].groupby("number")["eur"].mean()
    return pd.DataFrame({"pooled": pooled, "within": within})
