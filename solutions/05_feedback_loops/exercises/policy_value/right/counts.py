def policy_value(trial, capacity, margin, cost):
    top = trial.sort_values("score").tail(capacity)
    n = top["called"].sum()
    more = (top["called"] & top["bought"]).sum() / n - (~top["called"] & top["bought"]).sum() / (capacity - n)
    return sum([more * margin - cost] * capacity)
