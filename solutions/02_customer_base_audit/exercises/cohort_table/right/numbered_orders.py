def cohort_table(orders):
    rows = orders.sort_values(["customer_id", "ordered_at"])
    start, end = rows["ordered_at"].min(), rows["ordered_at"].max()
    rows["first_at"] = rows.groupby("customer_id")["ordered_at"].transform("first")
    rows["number"] = rows.groupby("customer_id").cumcount()
    rows["cohort"] = (rows["first_at"] - start) // pd.Timedelta(days=91)
    rows["age"] = (rows["ordered_at"] - rows["first_at"]) // pd.Timedelta(days=91) + 1
    size = rows[rows["number"] == 0].groupby("cohort").size()
    later = rows[rows["number"] > 0].groupby(["cohort", "age"])["customer_id"].nunique().unstack()
    share = later.reindex(index=size.index, columns=range(1, 5)).fillna(0).div(size, axis=0)
    share = share.apply(lambda column: column.where((column.index + column.name + 1) * 91 <= (end - start).days))
    return share.drop(0).rename(columns="q{}".format)
