def faults_in_decisions(roles, cases):
    rows = {}
    for name, part in roles.groupby("decision"):
        own = cases[(cases["decision"] == name) & cases["decided_on"].notna()]
        days = (own["decided_on"] - own["asked_on"]).dt.days
        rows[name] = {"accountable": int((part["role"] == "accountable").sum()), "cases": len(own), "days": days.mean()}
    return pd.DataFrame(rows).T
