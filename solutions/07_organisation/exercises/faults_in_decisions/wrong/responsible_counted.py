"""Who is responsible owns the decision.

Whoever is responsible does the work. Who has the last word?
"""


def faults_in_decisions(roles, cases):
    counted = (roles["role"] == "responsible").groupby(roles["decision"]).sum()
    days = (cases["decided_on"] - cases["asked_on"]).dt.days
    by = days.groupby(cases["decision"])
    return pd.DataFrame({"accountable": counted, "cases": by.count(), "days": by.mean()})
