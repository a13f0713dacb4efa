"""The result itself goes with the change in a customer's worth.

Both sides of `change` are changes.
"""


def bonus_against_equity(results, months):
    wide = results.groupby(["month_on", "department"])["result_index"].mean().unstack()
    moved = wide.diff(months)
    level = wide.corrwith(wide["finance"], method="spearman")
    change = wide.corrwith(moved["finance"], method="spearman")
    return pd.DataFrame({"level": level, "change": change}).drop("finance")
