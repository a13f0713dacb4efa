def limits(crowds):
    rows = {}
    for name, mine in crowds.groupby("channel"):
        low, high = np.percentile(mine["value_eur"], [2.5, 97.5])
        rows[name] = {"low_eur": low, "high_eur": high, "pays": (mine["value_eur"] > mine["next_eur"]).mean()}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("channel")
