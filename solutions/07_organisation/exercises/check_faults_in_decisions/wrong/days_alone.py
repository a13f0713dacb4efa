"""The total of the days is what counts.

The days do not show who owns a decision. Which sum does?
"""


def check_faults_in_decisions(result, data):
    total = (result["days"] * result["cases"]).sum()
    return "" if abs(total - data["days"]) < 0.5 else "The days do not add up."
