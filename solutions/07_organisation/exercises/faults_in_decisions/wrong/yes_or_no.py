"""Either somebody is accountable or nobody is.

Two are as much of a fault as none. Give the number.
"""


def faults_in_decisions(roles, cases):
    counted = (roles["role"] == "accountable").groupby(roles["decision"]).max().astype(int)
    days = (cases["decided_on"] - cases["asked_on"]).dt.days
    by = days.groupby(cases["decision"])
    return pd.DataFrame({"accountable": counted, "cases": by.count(), "days": by.mean()})
