def cohort_table(orders):
    start, days = orders["ordered_at"].min(), (orders["ordered_at"].max() - orders["ordered_at"].min()).days
    first = orders["customer_id"].map(orders.groupby("customer_id")["ordered_at"].min())
    cohort, age = (first - start).dt.days // 91, (orders["ordered_at"] - first).dt.days // 91
    size = cohort.groupby(orders["customer_id"]).first().value_counts().sort_index()
    rows = pd.DataFrame({"customer": orders["customer_id"], "cohort": cohort, "age": age})[orders["ordered_at"] > first]
    rows = rows.drop_duplicates()
    table = pd.crosstab(rows["cohort"], rows["age"]).reindex(index=size.index, columns=range(4), fill_value=0)
    table = table.astype(float)
    for c in table.index:
        for a in table.columns:
            table.loc[c, a] = table.loc[c, a] / size[c] if (c + a + 2) * 91 <= days else np.nan
    table.columns = ["q1", "q2", "q3", "q4"]
    return table.drop(0).rename_axis("cohort")
