def faults_in_decisions(roles, cases):
    days = cases.assign(days=(cases["decided_on"] - cases["asked_on"]).dt.days)
    told = days.groupby("decision").agg(cases=("decided_on", "count"), days=("days", "mean"))
    told["accountable"] = roles["role"].eq("accountable").groupby(roles["decision"]).sum()
    return told[["accountable", "cases", "days"]]
