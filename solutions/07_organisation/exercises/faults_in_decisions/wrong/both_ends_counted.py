"""A case asked on Monday and decided on Tuesday takes two days.

From asked to decided, that is one day.
"""


def faults_in_decisions(roles, cases):
    counted = (roles["role"] == "accountable").groupby(roles["decision"]).sum()
    days = (cases["decided_on"] - cases["asked_on"]).dt.days + 1
    by = days.groupby(cases["decision"])
    return pd.DataFrame({"accountable": counted, "cases": by.count(), "days": by.mean()})
