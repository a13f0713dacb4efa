def cohort_table(orders):
    start = orders["ordered_at"].min()
    days = (orders["ordered_at"].max() - start).days
    first = orders.groupby("customer_id")["ordered_at"].min()
    flags = pd.DataFrame({"cohort": (first - start).dt.days // 91})
    since = orders["ordered_at"] - orders["customer_id"].map(first)
    for q in range(1, 5):
        hit = orders[(since > pd.Timedelta(0)) & (since.dt.days >= 91 * (q - 1)) & (since.dt.days < 91 * q)]
        flags[f"q{q}"] = flags.index.isin(hit["customer_id"])
    table = flags.groupby("cohort").mean()
    for q in range(1, 5):
        table.loc[(table.index + q + 1) * 91 > days, f"q{q}"] = np.nan
    return table[table.index > 0]
