"""The margin of today belongs to the multiple.

The question asks what a member is still *going* to bring. The first margin comes after she has stayed
once.
"""


def margin_multiple(members, yearly):
    i = (1 + yearly) ** (1 / 12) - 1
    each = (1 + i) / (1 + i - members["stay"])
    return (members["members"] * each).sum() / members["members"].sum()
