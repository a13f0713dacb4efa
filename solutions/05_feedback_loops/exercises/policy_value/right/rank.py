def policy_value(trial, capacity, margin, cost):
    top = trial[trial["score"].rank(ascending=False) <= capacity]
    one, other = (top["placed"][top["called"] == arm].mean() for arm in (True, False))
    return capacity * margin * (one - other) - capacity * cost
