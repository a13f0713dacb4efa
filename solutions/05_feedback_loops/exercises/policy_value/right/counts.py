def policy_value(trial, capacity, margin, cost):
    top = trial.sort_values("score").tail(capacity)
    n = top["called"].sum()
    more = (top["called"] * top["placed"]).sum() / n - (~top["called"] * top["placed"]).sum() / (capacity - n)
    return sum([more * margin - cost] * capacity)
