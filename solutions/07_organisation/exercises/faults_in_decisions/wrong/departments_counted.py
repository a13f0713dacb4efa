"""`accountable` is the number of departments in the table.

All departments have a role in each decision. How many are accountable?
"""


def faults_in_decisions(roles, cases):
    counted = roles.groupby("decision")["department"].count()
    days = (cases["decided_on"] - cases["asked_on"]).dt.days
    by = days.groupby(cases["decision"])
    return pd.DataFrame({"accountable": counted, "cases": by.count(), "days": by.mean()})
