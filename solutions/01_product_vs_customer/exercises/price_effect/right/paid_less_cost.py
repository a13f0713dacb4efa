def price_effect(trial):
    arms = trial.groupby("arm")
    earned = trial["paid_eur"].fillna(0) - trial["unit_cost_eur"] * trial["bought"]
    return pd.DataFrame(
        {"take_up": arms["bought"].sum() / arms.size(), "profit_eur": earned.groupby(trial["arm"]).mean()}
    )
