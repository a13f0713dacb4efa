"""If no answer is missing, the table is right.

All answers may be there, and counted in a wrong way.
"""


def check_weighted(result, data):
    return "" if result["answers"].sum() == data["answers"] else "wrong"
