def policy_value(trial, capacity, margin, cost):
    edge = sorted(trial["score"], reverse=True)[capacity - 1]
    top = trial[trial["score"] >= edge]
    share = top.pivot_table(index="called", values="placed", aggfunc="mean")["placed"]
    return capacity * (margin * share.diff().iloc[-1] - cost)
