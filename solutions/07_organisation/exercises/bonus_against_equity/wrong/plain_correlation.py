"""A correlation is a correlation.

Ranks were asked for: with ranks one odd month does little harm.
"""


def bonus_against_equity(results, months):
    wide = results.groupby(["month_on", "department"])["result_index"].mean().unstack()
    moved = wide.diff(months)
    level = wide.corrwith(wide["finance"], method="pearson")
    change = moved.corrwith(moved["finance"], method="pearson")
    return pd.DataFrame({"level": level, "change": change}).drop("finance")
