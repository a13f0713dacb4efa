"""Responsible and accountable both own it.

One of the two does the work, and the other has the last word. Count the second alone.
"""


def faults_in_decisions(roles, cases):
    counted = roles["role"].isin(["responsible", "accountable"]).groupby(roles["decision"]).sum()
    days = (cases["decided_on"] - cases["asked_on"]).dt.days
    by = days.groupby(cases["decision"])
    return pd.DataFrame({"accountable": counted, "cases": by.count(), "days": by.mean()})
