"""Those who reached six orders are found by the number of the order.

`number` says which order this is, and `reached` how many its customer placed. Which of the two is six or more?
"""


def own_trend(orders):
    by_time = orders.sort_values(["customer_id", "ordered_at"])
    by_time["number"] = by_time.groupby("customer_id").cumcount() + 1
    six = by_time[by_time["number"] <= 6]
    pooled = six.groupby("number")["eur"].mean()
    within = six[six["number"] >= 6].groupby("number")["eur"].mean()
    return pd.DataFrame({"pooled": pooled, "within": within})
