"""The change of a department goes with the worth of a customer.

Compare changes with changes. What is on the other side of yours?
"""


def bonus_against_equity(results, months):
    wide = results.groupby(["month_on", "department"])["result_index"].mean().unstack()
    moved = wide.diff(months)
    level = wide.corrwith(wide["finance"], method="spearman")
    change = moved.corrwith(wide["finance"], method="spearman")
    return pd.DataFrame({"level": level, "change": change}).drop("finance")
