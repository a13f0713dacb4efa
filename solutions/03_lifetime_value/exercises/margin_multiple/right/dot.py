def margin_multiple(members, yearly):
    i = (1 + yearly) ** (1 / 12) - 1
    table = members.assign(each=members["stay"] / (1 + i - members["stay"]))
    return table["members"].dot(table["each"]) / table["members"].sum()
