"""Decisions without an owner do not turn up among the owned ones.

Where nobody is accountable, filtering drops the decision. It needs a row with a 0.
"""


def faults_in_decisions(roles, cases):
    counted = roles[roles["role"] == "accountable"].groupby("decision").size()
    days = (cases["decided_on"] - cases["asked_on"]).dt.days
    by = days.groupby(cases["decision"])
    by = days[cases["decision"].isin(counted.index)].groupby(cases["decision"])
    return pd.DataFrame({"accountable": counted, "cases": by.count(), "days": by.mean()})
