def milestone(monthly, bar, months):
    for place in range(len(monthly) - months + 1):
        if (monthly.iloc[place : place + months] >= bar).all():
            return monthly.index[place]
    return -1
