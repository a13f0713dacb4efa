"""Inertia is the sum of the distances.

It is the sum of *squared* distances. So a right table is turned away.
"""


def check_assign(result, data):
    return "" if abs(result["distance"].sum() - data["inertia"]) < 0.01 else "wrong"
