"""One row for each department and month is enough.

Product has a row for each line. Its result is the mean of them.
"""


def bonus_against_equity(results, months):
    wide = results.drop_duplicates(["month_on", "department"]).pivot(index="month_on", columns="department", values="result_index")
    moved = wide.diff(months)
    level = wide.corrwith(wide["finance"], method="spearman")
    change = moved.corrwith(moved["finance"], method="spearman")
    return pd.DataFrame({"level": level, "change": change}).drop("finance")
