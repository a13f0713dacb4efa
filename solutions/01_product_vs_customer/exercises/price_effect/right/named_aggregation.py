def price_effect(trial):
    trial = trial.assign(gain=trial["bought"] * (trial["price_eur"] - trial["unit_cost_eur"]))
    return trial.groupby("arm").agg(take_up=("bought", "mean"), profit_eur=("gain", "mean"))
