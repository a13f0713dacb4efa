def milestone(monthly, bar, months):
    good = monthly >= bar
    run = (good != good.shift()).cumsum()
    for _, part in monthly[good].groupby(run[good]):
        if len(part) >= months:
            return part.index[0]
    return -1
