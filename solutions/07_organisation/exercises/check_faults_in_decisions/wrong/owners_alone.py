"""The A's tell whether the table is right.

Two more columns could be wrong. What do cases and days add up to?
"""


def check_faults_in_decisions(result, data):
    return "" if abs(result["accountable"].sum() - data["accountable"]) < 0.5 else "The A's do not add up."
