"""The row of `pooled` is how many orders a customer reached, of those that count.

You grouped by how many orders she reached. Group by the number of the order.
"""


def own_trend(orders):
    by_time = orders.sort_values(["customer_id", "ordered_at"])
    by_time["number"] = by_time.groupby("customer_id").cumcount() + 1
    by_time["reached"] = by_time.groupby("customer_id")["number"].transform("max")
    six = by_time[by_time["number"] <= 6]
    pooled = six.groupby("reached")["eur"].mean()
    within = six[six["reached"] >= 6].groupby("number")["eur"].mean()
    return pd.DataFrame({"pooled": pooled, "within": within}).reindex(range(1, 7)).rename_axis("number")
