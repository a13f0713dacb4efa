def policy_value(trial, capacity, margin, cost):
    order = np.argsort(-trial["score"].to_numpy())[:capacity]
    called, bought = trial["called"].to_numpy(bool)[order], trial["bought"].to_numpy(float)[order]
    return float(capacity * (margin * (bought[called].mean() - bought[~called].mean()) - cost))
