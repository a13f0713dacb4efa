"""A month's change runs up to a later month, and is compared with finance's past change.

Shift both in the same direction.
"""


def bonus_against_equity(results, months):
    wide = results.groupby(["month_on", "department"])["result_index"].mean().unstack()
    moved = wide.diff(months)
    level = wide.corrwith(wide["finance"], method="spearman")
    change = (-wide.diff(-months)).corrwith(moved["finance"], method="spearman")
    return pd.DataFrame({"level": level, "change": change}).drop("finance")
