def channel_value(orders, later):
    means = orders.groupby(["channel", "first"])["margin_eur"].mean().unstack()
    return means[True] + means[False] * later
