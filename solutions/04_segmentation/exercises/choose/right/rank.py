def choose(customers, cost, budget):
    gain = (customers["effect"] * customers["margin_eur"]).sub(cost)
    return gain[(gain > 0) & (gain.rank(ascending=False, method="first") <= budget)]
