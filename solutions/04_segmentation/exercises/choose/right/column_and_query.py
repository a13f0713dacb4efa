def choose(customers, cost, budget):
    table = customers.assign(gain_eur=customers["effect"] * customers["margin_eur"] - cost)
    return table.query("gain_eur > 0").sort_values("gain_eur", ascending=False)["gain_eur"].iloc[:budget]
