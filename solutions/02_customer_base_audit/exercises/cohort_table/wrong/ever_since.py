"""Active at an age is whoever ordered at that age or later.

Each column is one quarter of age by itself. Did customer 4 order in her first quarter?
"""


def cohort_table(orders):
    first_at = orders.groupby("customer_id")["ordered_at"].transform("min")
    days = (orders["ordered_at"].max() - orders["ordered_at"].min()).days
    rows = orders.assign(cohort=(first_at - orders["ordered_at"].min()).dt.days // 91)
    rows["age"] = (orders["ordered_at"] - first_at).dt.days // 91 + 1
    size = rows.groupby("cohort")["customer_id"].nunique()
    further = rows[rows["ordered_at"] > first_at].groupby(["cohort", "age"])["customer_id"].nunique()
    further = rows[rows["ordered_at"] > first_at].groupby("customer_id")[["cohort", "age"]].max().value_counts().unstack(fill_value=0)
    further = further.reindex(columns=range(1, 13), fill_value=0).loc[:, ::-1].cumsum(axis=1).stack()
    table = further.unstack(fill_value=0).reindex(index=size.index, columns=range(1, 5), fill_value=0).div(size, axis=0)
    for age in range(1, 5):
        table[age] = table[age].where((table.index + age + 1) * 91 <= days)
    return table.drop(index=0).add_prefix("q")
