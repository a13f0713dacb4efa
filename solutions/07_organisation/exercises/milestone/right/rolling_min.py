def milestone(monthly, bar, months):
    lowest = monthly.rolling(months).min()
    there = lowest[lowest >= bar]
    return int(there.index[0]) - months + 1 if len(there) else -1
