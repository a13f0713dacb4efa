def channel_value(orders, later):
    first = orders.query("first").groupby("channel", as_index=False)["margin_eur"].mean()
    rest = orders.query("not first").groupby("channel", as_index=False)["margin_eur"].mean()
    both = first.merge(rest, on="channel", suffixes=("_first", "_later"))
    both["eur"] = both["margin_eur_first"] + both["channel"].map(later) * both["margin_eur_later"]
    return both.set_index("channel")["eur"]
