"""A sum over the kinds, divided by all members.

You divide by all members, so count each of them above the line, too: a kind of 300 members weighs 300 times.
"""


def margin_multiple(members, yearly):
    i = (1 + yearly) ** (1 / 12) - 1
    each = members["stay"] / (1 + i - members["stay"])
    return each.sum() / members["members"].sum()
