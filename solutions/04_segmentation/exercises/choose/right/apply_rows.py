def choose(customers, cost, budget):
    gain = customers.apply(lambda row: row["effect"] * row["margin_eur"] - cost, axis=1)
    gain = gain.where(gain > 0).dropna()
    return gain.sort_values().tail(budget)
