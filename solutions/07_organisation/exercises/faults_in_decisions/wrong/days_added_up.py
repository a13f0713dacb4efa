"""`days` is the days of all cases together.

`days` is for one case, on average.
"""


def faults_in_decisions(roles, cases):
    counted = (roles["role"] == "accountable").groupby(roles["decision"]).sum()
    days = (cases["decided_on"] - cases["asked_on"]).dt.days
    by = days.groupby(cases["decision"])
    return pd.DataFrame({"accountable": counted, "cases": by.count(), "days": by.sum()})
