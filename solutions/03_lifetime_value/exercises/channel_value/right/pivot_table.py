def channel_value(orders, later):
    means = orders.pivot_table(index="channel", columns="first", values="margin_eur", aggfunc="mean")
    return means[True].add(means[False].mul(later))
