def channel_value(orders, later):
    result = {}
    for name, rows in orders.groupby("channel"):
        first, rest = rows[rows["first"]]["margin_eur"], rows[~rows["first"]]["margin_eur"]
        result[name] = first.sum() / len(first) + later[name] * rest.sum() / len(rest)
    return pd.Series(result).rename_axis("channel")
