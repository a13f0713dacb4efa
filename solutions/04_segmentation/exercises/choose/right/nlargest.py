def choose(customers, cost, budget):
    gain = customers["effect"] * customers["margin_eur"] - cost
    return gain[gain > 0].nlargest(budget)
