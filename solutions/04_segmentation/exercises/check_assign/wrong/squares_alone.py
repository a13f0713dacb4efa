"""If the squares add up, all is well.

You let through a table in which each customer has the next group's name. Its distances are right. Compare the sizes, too.
"""


def check_assign(result, data):
    return "" if abs((result["distance"] ** 2).sum() - data["inertia"]) < 0.01 else "wrong"
