def choose(customers, cost, budget):
    gain = customers["effect"].to_numpy() * customers["margin_eur"].to_numpy() - cost
    order = np.argsort(-gain)[:budget]
    order = order[gain[order] > 0]
    return pd.Series(gain[order], index=customers.index[order])
