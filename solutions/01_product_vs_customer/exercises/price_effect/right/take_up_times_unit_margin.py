def price_effect(trial):
    table = trial.groupby("arm")[["bought", "price_eur", "unit_cost_eur"]].mean()
    table["take_up"] = table["bought"]
    table["profit_eur"] = table["take_up"] * (table["price_eur"] - table["unit_cost_eur"])
    return table[["take_up", "profit_eur"]]
