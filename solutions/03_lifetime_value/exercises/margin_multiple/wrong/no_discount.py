"""A margin is a margin, whenever it comes.

A euro in a year is worth less than one today. Where does the discount stand in the formula?
"""


def margin_multiple(members, yearly):
    each = members["stay"] / (1 - members["stay"])
    return (members["members"] * each).sum() / members["members"].sum()
