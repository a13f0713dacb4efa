"""First the change, then the level.

Which of your columns is made from `diff`?
"""


def bonus_against_equity(results, months):
    wide = results.groupby(["month_on", "department"])["result_index"].mean().unstack()
    moved = wide.diff(months)
    level = wide.corrwith(wide["finance"], method="spearman")
    change = moved.corrwith(moved["finance"], method="spearman")
    return pd.DataFrame({"level": change, "change": level}).drop("finance")
