"""A case that has no days yet has taken none.

An open case has not taken 0 days. Leave it out of the mean.
"""


def faults_in_decisions(roles, cases):
    counted = (roles["role"] == "accountable").groupby(roles["decision"]).sum()
    days = (cases["decided_on"] - cases["asked_on"]).dt.days.fillna(0)
    by = days.groupby(cases["decision"])
    return pd.DataFrame({"accountable": counted, "cases": (cases["decided_on"].notna()).groupby(cases["decision"]).sum(), "days": by.mean()})
