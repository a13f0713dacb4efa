"""A change is a ratio to the earlier value.

The change is a difference here. `pct_change` gives a ratio.
"""


def bonus_against_equity(results, months):
    wide = results.groupby(["month_on", "department"])["result_index"].mean().unstack()
    moved = wide.pct_change(months)
    level = wide.corrwith(wide["finance"], method="spearman")
    change = moved.corrwith(moved["finance"], method="spearman")
    return pd.DataFrame({"level": level, "change": change}).drop("finance")
