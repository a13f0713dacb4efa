"""The weighted score must be the plain one.

Then weighting would be of no use. Which weights give back the plain score?
"""


def check_weighted(result, data):
    return "" if abs((result["nps"] * result["weight"]).sum() - data["plain"]) < 0.01 else "wrong"
