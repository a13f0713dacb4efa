def policy_value(trial, capacity, margin, cost):
    top = trial.nlargest(capacity, "score")
    effect = top.loc[top["called"], "bought"].mean() - top.loc[~top["called"], "bought"].mean()
    return (effect * margin - cost) * capacity
