def policy_value(trial, capacity, margin, cost):
    edge = sorted(trial["score"], reverse=True)[capacity - 1]
    top = trial[trial["score"] >= edge]
    share = top.pivot_table(index="called", values="bought", aggfunc="mean")["bought"]
    return capacity * (margin * share.diff().iloc[-1] - cost)
