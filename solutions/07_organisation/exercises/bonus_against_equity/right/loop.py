def bonus_against_equity(results, months):
    wide = results.groupby(["month_on", "department"])["result_index"].mean().unstack().sort_index()
    rows = {}
    for name in wide.columns:
        if name != "finance":
            late, early = wide.iloc[months:], wide.iloc[:-months].to_numpy()
            moved = late - early
            rows[name] = {"level": wide[name].corr(wide["finance"], method="spearman"), "change": moved[name].corr(moved["finance"], method="spearman")}
    return pd.DataFrame(rows).T
