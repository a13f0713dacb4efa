"""A case is a case, open or not.

`cases` are those that were decided. Which of yours has no end?
"""


def faults_in_decisions(roles, cases):
    counted = (roles["role"] == "accountable").groupby(roles["decision"]).sum()
    days = (cases["decided_on"] - cases["asked_on"]).dt.days
    by = days.groupby(cases["decision"])
    return pd.DataFrame({"accountable": counted, "cases": by.size(), "days": by.mean()})
