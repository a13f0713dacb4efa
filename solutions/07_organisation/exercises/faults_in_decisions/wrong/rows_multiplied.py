"""Join roles and cases, then count.

A merge makes a row for each pair of case and department. How many cases are there really?
"""


def faults_in_decisions(roles, cases):
    rows = roles.merge(cases, on="decision")
    rows["days"] = (rows["decided_on"] - rows["asked_on"]).dt.days
    by = rows.groupby("decision")
    counted = (roles["role"] == "accountable").groupby(roles["decision"]).sum()
    return pd.DataFrame({"accountable": counted, "cases": by["days"].count(), "days": by["days"].mean()})
