"""If the sizes fit, the list is right.

A table can have the right groups and a wrong distance.
"""


def check_assign(result, data):
    return "" if result["segment"].value_counts().to_dict() == dict(data["sizes"]) else "wrong"
