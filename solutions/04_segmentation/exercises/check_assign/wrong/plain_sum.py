"""Inertia is the sum of the distances.

It is the sum of *squared* distances. So your check turns away a right table.
"""


def check_assign(result, data):
    return "" if abs(result["distance"].sum() - data["inertia"]) < 0.01 else "wrong"
