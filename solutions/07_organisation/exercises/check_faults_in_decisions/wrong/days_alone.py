"""The days in all are what counts.

Who owns a decision is not in the days. Which sum tells that?
"""


def check_faults_in_decisions(result, data):
    total = (result["days"] * result["cases"]).sum()
    return "" if abs(total - data["days"]) < 0.5 else "The days do not add up."
