"""A quarter is ninety days.

The question counts quarters of 91 days. On which day of her age does customer 9 order again?
"""


def cohort_table(orders):
    first_at = orders.groupby("customer_id")["ordered_at"].transform("min")
    days = (orders["ordered_at"].max() - orders["ordered_at"].min()).days
    rows = orders.assign(cohort=(first_at - orders["ordered_at"].min()).dt.days // 91)
    rows["age"] = (orders["ordered_at"] - first_at).dt.days // 90 + 1
    size = rows.groupby("cohort")["customer_id"].nunique()
    further = rows[rows["ordered_at"] > first_at].groupby(["cohort", "age"])["customer_id"].nunique()
    table = further.unstack(fill_value=0).reindex(index=size.index, columns=range(1, 5), fill_value=0).div(size, axis=0)
    for age in range(1, 5):
        table[age] = table[age].where((table.index + age + 1) * 91 <= days)
    return table.drop(index=0).add_prefix("q")
