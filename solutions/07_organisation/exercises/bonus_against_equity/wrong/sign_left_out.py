"""What counts is how strongly, and not which way.

Against or with is the question. Keep the sign.
"""


def bonus_against_equity(results, months):
    wide = results.groupby(["month_on", "department"])["result_index"].mean().unstack()
    moved = wide.diff(months)
    level = wide.corrwith(wide["finance"], method="spearman")
    change = moved.corrwith(moved["finance"], method="spearman")
    return pd.DataFrame({"level": level, "change": change}).drop("finance").abs()
