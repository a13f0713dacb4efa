"""If no answer is missing, the table is right.

All answers may be there and still be counted wrongly.
"""


def check_weighted(result, data):
    return "" if result["answers"].sum() == data["answers"] else "wrong"
