"""What a customer pays is what the company earns.

This is revenue. What is left after Fernhill has paid for the kettle?
"""


def price_effect(trial):
    gain = trial["bought"] * trial["price_eur"]
    take_up = trial.groupby("arm")["bought"].mean()
    profit = gain.groupby(trial["arm"]).mean()
    return pd.DataFrame({"take_up": take_up, "profit_eur": profit})
