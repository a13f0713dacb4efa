def policy_value(trial, capacity, margin, cost):
    order = np.argsort(-trial["score"].to_numpy())[:capacity]
    called, placed = trial["called"].to_numpy(bool)[order], trial["placed"].to_numpy(float)[order]
    return float(capacity * (margin * (placed[called].mean() - placed[~called].mean()) - cost))
