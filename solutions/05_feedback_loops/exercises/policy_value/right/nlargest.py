def policy_value(trial, capacity, margin, cost):
    top = trial.nlargest(capacity, "score")
    effect = top.loc[top["called"], "placed"].mean() - top.loc[~top["called"], "placed"].mean()
    return (effect * margin - cost) * capacity
