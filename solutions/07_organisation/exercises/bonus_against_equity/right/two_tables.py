def bonus_against_equity(results, months):
    wide = results.groupby(["department", "month_on"])["result_index"].mean().unstack().T
    tables = {"level": wide, "change": wide.diff(periods=months)}
    told = {name: table.drop(columns="finance").corrwith(table["finance"], method="spearman") for name, table in tables.items()}
    return pd.DataFrame(told)
