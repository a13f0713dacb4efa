def milestone(monthly, bar, months):
    values, names = list(monthly), list(monthly.index)
    start = 0
    while start + months <= len(values):
        if min(values[start : start + months]) >= bar:
            return names[start]
        start += 1
    return -1
