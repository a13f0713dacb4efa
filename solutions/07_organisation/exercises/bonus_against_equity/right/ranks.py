def bonus_against_equity(results, months):
    wide = results.groupby(["month_on", "department"])["result_index"].mean().unstack()
    moved = wide.diff(months).dropna()
    level, change = wide.rank().corr().loc["finance"], moved.rank().corr().loc["finance"]
    return pd.concat([level.rename("level"), change.rename("change")], axis=1).drop(index="finance")
