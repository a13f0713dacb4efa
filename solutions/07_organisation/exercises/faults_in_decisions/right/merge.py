def faults_in_decisions(roles, cases):
    owners = roles.groupby("decision")["role"].apply(lambda role: (role == "accountable").sum()).reset_index(name="accountable")
    done = cases[cases["decided_on"].notna()].copy()
    done["days"] = (done["decided_on"] - done["asked_on"]).dt.days
    told = done.groupby("decision", as_index=False).agg(cases=("days", "count"), days=("days", "mean"))
    return owners.merge(told, on="decision", how="left").set_index("decision")
