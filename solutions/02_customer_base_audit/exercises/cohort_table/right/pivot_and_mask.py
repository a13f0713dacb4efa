def cohort_table(orders):
    start, end = orders["ordered_at"].min(), orders["ordered_at"].max()
    first = orders.groupby("customer_id")["ordered_at"].min().rename("first_at").reset_index()
    first["cohort"] = (first["first_at"] - start).dt.days // 91
    rows = orders.merge(first, on="customer_id")
    rows = rows[rows["ordered_at"] > rows["first_at"]]
    rows["age"] = "q" + ((rows["ordered_at"] - rows["first_at"]).dt.days // 91 + 1).astype(str)
    size = first.groupby("cohort").size()
    counts = rows.pivot_table(index="cohort", columns="age", values="customer_id", aggfunc="nunique")
    share = counts.reindex(index=size.index, columns=["q1", "q2", "q3", "q4"]).fillna(0).div(size, axis=0)
    needs = np.add.outer(share.index.to_numpy(), np.arange(1, 5)) + 1
    return share.mask(needs * 91 > (end - start).days).loc[1:]
