def margin_multiple(members, yearly):
    i = (1 + yearly) ** (1 / 12) - 1
    total, count = 0.0, 0
    for row in members.itertuples():
        total += row.members * row.stay / (1 + i - row.stay)
        count += row.members
    return total / count
