def faults_in_decisions(roles, cases):
    owners = roles.assign(one=(roles["role"] == "accountable").astype(int)).pivot_table(index="decision", values="one", aggfunc="sum")["one"]
    done = cases.dropna(subset=["decided_on"])
    days = (done["decided_on"] - done["asked_on"]).dt.days
    table = days.groupby(done["decision"]).agg(["size", "mean"]).rename(columns={"size": "cases", "mean": "days"})
    return table.assign(accountable=owners)
