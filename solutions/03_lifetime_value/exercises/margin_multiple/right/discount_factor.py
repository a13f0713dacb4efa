def margin_multiple(members, yearly):
    d = (1 + yearly) ** (-1 / 12)
    each = members["stay"] * d / (1 - members["stay"] * d)
    return each.mul(members["members"]).sum() / members["members"].sum()
