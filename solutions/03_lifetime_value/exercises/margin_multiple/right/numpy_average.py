def margin_multiple(members, yearly):
    i = (1 + yearly) ** (1 / 12) - 1
    stay = members["stay"].to_numpy()
    return np.average(stay / (1 + i - stay), weights=members["members"])
