"""In a right table each decision has exactly one owner.

That would be a well-run company. A table may describe a badly run one and still be right.
"""


def check_faults_in_decisions(result, data):
    return "" if (result["accountable"] == 1).all() else "Some decisions have no single owner."
