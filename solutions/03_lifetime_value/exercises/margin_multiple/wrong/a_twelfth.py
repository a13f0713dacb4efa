"""A twelfth of a year's rate is the rate of a month.

Interest earns interest: twelve times a twelfth makes more than the year's rate. Which power undoes that?
"""


def margin_multiple(members, yearly):
    i = yearly / 12
    each = members["stay"] / (1 + i - members["stay"])
    return (members["members"] * each).sum() / members["members"].sum()
