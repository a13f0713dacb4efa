"""`cumcount` numbers the orders.

Your numbers run from 0 to 5. `cumcount` begins at 0, and the first order is number 1.
"""


def own_trend(orders):
    by_time = orders.sort_values(["customer_id", "ordered_at"])
    by_time["number"] = by_time.groupby("customer_id").cumcount()
    by_time["reached"] = by_time.groupby("customer_id")["number"].transform("max")
    six = by_time[by_time["number"] < 6]
    pooled = six.groupby("number")["eur"].mean()
    within = six[six["reached"] >= 5].groupby("number")["eur"].mean()
    return pd.DataFrame({"pooled": pooled, "within": within})
