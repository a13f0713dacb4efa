"""The first quarter of age is the quarter of the calendar after the first order.

Yours counts from the calendar, and leaves out the rest of the quarter in which she came. From which day does her age run?
"""


def cohort_table(orders):
    first_at = orders.groupby("customer_id")["ordered_at"].transform("min")
    days = (orders["ordered_at"].max() - orders["ordered_at"].min()).days
    rows = orders.assign(cohort=(first_at - orders["ordered_at"].min()).dt.days // 91)
    rows["q"] = (orders["ordered_at"] - orders["ordered_at"].min()).dt.days // 91 - rows["cohort"]
    size = rows.groupby("cohort")["customer_id"].nunique()
    further = rows[rows["ordered_at"] > first_at].groupby(["cohort", "q"])["customer_id"].nunique()
    table = further.unstack(fill_value=0).reindex(index=size.index, columns=range(1, 5), fill_value=0)
    table = table.div(size, axis=0)
    for q in range(1, 5):
        table[q] = table[q].where((table.index + 1 + q) * 91 <= days)
    return table.drop(index=0).add_prefix("q")
