def channel_value(orders, later):
    first = orders["margin_eur"].where(orders["first"]).groupby(orders["channel"]).mean()
    rest = orders["margin_eur"].mask(orders["first"]).groupby(orders["channel"]).mean()
    return first + rest * later
