"""`i` is what a euro grows to in a month.

That is 1 + `i`, about 1.008. `i` alone is less than 0.01, and the formula adds its own 1.
"""


def margin_multiple(members, yearly):
    i = (1 + yearly) ** (1 / 12)
    each = members["stay"] / (1 + i - members["stay"])
    return (members["members"] * each).sum() / members["members"].sum()
