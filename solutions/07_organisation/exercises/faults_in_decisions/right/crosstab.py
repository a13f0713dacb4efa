def faults_in_decisions(roles, cases):
    table = pd.crosstab(roles["decision"], roles["role"])[["accountable"]]
    seconds = (cases["decided_on"] - cases["asked_on"]).dt.total_seconds()
    by = (seconds / 86400).groupby(cases["decision"])
    table["cases"], table["days"] = by.count(), by.mean()
    return table
