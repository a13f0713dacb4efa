def price_effect(trial):
    rows = []
    for arm in trial["arm"].unique():
        asked = trial[trial["arm"] == arm]
        buyers = asked[asked["bought"]]
        profit = (buyers["price_eur"] - buyers["unit_cost_eur"]).sum() / len(asked)
        rows.append({"arm": arm, "take_up": len(buyers) / len(asked), "profit_eur": profit})
    return pd.DataFrame(rows)
