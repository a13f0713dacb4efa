def next_cost(channels):
    rows = {}
    for name, row in channels.iterrows():
        dearer = row["r"] / row["q"]
        extra = row["usual"] * (row["r"] - 1) / (row["q"] - 1)
        rows[name] = {"average": row["usual"] * dearer, "extra": extra, "next": extra * dearer}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("channel")
