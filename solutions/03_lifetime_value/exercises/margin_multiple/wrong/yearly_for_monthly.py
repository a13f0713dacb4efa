"""The discount is 10 %, so 0.1 goes into the formula.

`stay` is for a month, and your discount is for a year. Which rate, twelve times over, makes the year's?
"""


def margin_multiple(members, yearly):
    each = members["stay"] / (1 + yearly - members["stay"])
    return (members["members"] * each).sum() / members["members"].sum()
