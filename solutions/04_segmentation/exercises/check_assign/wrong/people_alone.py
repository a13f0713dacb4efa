"""If everybody is there once, the list is right.

Everybody may be there, and still be in the wrong group. Which numbers know about groups and distances?
"""


def check_assign(result, data):
    return "" if len(result) == data["customers"] and result.index.is_unique else "wrong"
