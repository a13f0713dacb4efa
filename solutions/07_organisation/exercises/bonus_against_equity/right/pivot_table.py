def bonus_against_equity(results, months):
    wide = results.pivot_table(index="month_on", columns="department", values="result_index", aggfunc="mean")
    moved = (wide - wide.shift(months)).dropna()
    out = pd.DataFrame({"level": wide.corr(method="spearman")["finance"], "change": moved.corr(method="spearman")["finance"]})
    return out[out.index != "finance"]
