def price_effect(trial):
    trial = trial.copy()
    trial["profit_eur"] = (trial["price_eur"] - trial["unit_cost_eur"]).where(trial["bought"], 0)
    trial["take_up"] = trial["bought"].astype(int)
    return trial.pivot_table(index="arm", values=["take_up", "profit_eur"], aggfunc="mean")
