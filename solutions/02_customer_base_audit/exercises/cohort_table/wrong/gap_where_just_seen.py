"""Where the log ends on the day that a quarter ends, nobody has seen it to the end.

A place of yours is empty that was seen to its very last day. Is the rule "more than", or "as much or more"?
"""


def cohort_table(orders):
    first_at = orders.groupby("customer_id")["ordered_at"].transform("min")
    days = (orders["ordered_at"].max() - orders["ordered_at"].min()).days
    rows = orders.assign(cohort=(first_at - orders["ordered_at"].min()).dt.days // 91)
    rows["q"] = (orders["ordered_at"] - first_at).dt.days // 91 + 1
    size = rows.groupby("cohort")["customer_id"].nunique()
    further = rows[rows["ordered_at"] > first_at].groupby(["cohort", "q"])["customer_id"].nunique()
    table = further.unstack(fill_value=0).reindex(index=size.index, columns=range(1, 5), fill_value=0)
    table = table.div(size, axis=0)
    for q in range(1, 5):
        table[q] = table[q].where((table.index + 1 + q) * 91 < days)
    return table.drop(index=0).add_prefix("q")
