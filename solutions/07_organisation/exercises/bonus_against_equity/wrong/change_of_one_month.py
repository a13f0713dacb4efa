"""Changes are from one month to the next.

The changes are over `months`, which may be more than one.
"""


def bonus_against_equity(results, months):
    wide = results.groupby(["month_on", "department"])["result_index"].mean().unstack()
    moved = wide.diff(1)
    level = wide.corrwith(wide["finance"], method="spearman")
    change = moved.corrwith(moved["finance"], method="spearman")
    return pd.DataFrame({"level": level, "change": change}).drop("finance")
