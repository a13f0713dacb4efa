"""It does not matter which of the two stands in rows.

Rows and columns have changed places: a row for each *item* was asked for. Use `.unstack("group")`, or turn your table with `.T`.
"""


def picked(picks):
    return picks.assign(net=picks["best"].astype(int) - picks["worst"].astype(int)).groupby(["group", "item"])["net"].mean().unstack()
