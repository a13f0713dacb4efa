"""What counts are each customer's latest six orders.

Numbers begin with a customer's first order. Which order of customer 26 has the number 1?
"""


def own_trend(orders):
    by_time = orders.sort_values(["customer_id", "ordered_at"])
    by_time["number"] = 6 - by_time.groupby("customer_id").cumcount(ascending=False)
    by_time["reached"] = by_time.groupby("customer_id")["number"].transform("size")
    six = by_time[by_time["number"] >= 1]
    pooled = six.groupby("number")["eur"].mean()
    within = six[six["reached"] >= 6].groupby("number")["eur"].mean()
    return pd.DataFrame({"pooled": pooled, "within": within})
