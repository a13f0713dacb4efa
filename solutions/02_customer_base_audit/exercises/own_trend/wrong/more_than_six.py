"""Six orders or more means more than six.

Customer 27 placed exactly six. Has she reached six?
"""


def own_trend(orders):
    by_time = orders.sort_values(["customer_id", "ordered_at"])
    by_time["number"] = by_time.groupby("customer_id").cumcount() + 1
    by_time["reached"] = by_time.groupby("customer_id")["number"].transform("max")
    six = by_time[by_time["number"] <= 6]
    pooled = six.groupby("number")["eur"].mean()
    within = six[six["reached"] > 6].groupby("number")["eur"].mean()
    return pd.DataFrame({"pooled": pooled, "within": within})
