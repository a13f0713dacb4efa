def milestone(monthly, bar, months):
    begun = None
    for number, value in monthly.items():
        if value < bar:
            begun = None
        elif begun is None:
            begun = number
        if begun is not None and number - begun + 1 >= months:
            return int(begun)
    return -1
