"""What counts is the mean chance to stay.

Work out each kind by itself, and then take the mean. After a year, who is still there?
"""


def margin_multiple(members, yearly):
    i = (1 + yearly) ** (1 / 12) - 1
    stay = (members["members"] * members["stay"]).sum() / members["members"].sum()
    return stay / (1 + i - stay)
