def picked(picks):
    table = {}
    for group, rows in picks.groupby("group"):
        table[group] = {item: (one["best"].sum() - one["worst"].sum()) / len(one) for item, one in rows.groupby("item")}
    return pd.DataFrame(table)
