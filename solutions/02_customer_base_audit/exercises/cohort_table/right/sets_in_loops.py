def cohort_table(orders):
    start, end = orders["ordered_at"].min(), orders["ordered_at"].max()
    first = orders.groupby("customer_id")["ordered_at"].min()
    cohort = (first - start).dt.days // 91
    rows = orders.assign(first_at=orders["customer_id"].map(first))
    rows = rows[rows["ordered_at"] > rows["first_at"]]
    rows["age"] = (rows["ordered_at"] - rows["first_at"]).dt.days // 91
    came_back = {age: set(part["customer_id"]) for age, part in rows.groupby("age")}
    table = {}
    for c, members in cohort.groupby(cohort):
        if c > 0:
            seen = [(c + a + 2) * 91 <= (end - start).days for a in range(4)]
            table[c] = [len(came_back.get(a, set()) & set(members.index)) / len(members) if seen[a] else np.nan for a in range(4)]
    return pd.DataFrame.from_dict(table, orient="index", columns=["q1", "q2", "q3", "q4"]).rename_axis("cohort")
