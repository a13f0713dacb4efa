def bonus_against_equity(results, months):
    wide = results.pivot_table(index="month_on", columns="department", values="result_index")
    moved = pd.DataFrame(wide.to_numpy()[months:] - wide.to_numpy()[:-months], columns=wide.columns)
    told = []
    for table in (wide, moved):
        ranks = table.rank().to_numpy()
        told.append(np.corrcoef(ranks.T)[list(table.columns).index("finance")])
    return pd.DataFrame(np.array(told).T, index=wide.columns, columns=["level", "change"]).drop("finance")
