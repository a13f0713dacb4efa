"""In a right table each decision has exactly one owner.

That would be a good company. The table may tell of a bad one, and be right.
"""


def check_faults_in_decisions(result, data):
    return "" if (result["accountable"] == 1).all() else "Some decisions have no single owner."
