"""A share is written as a percentage.

The take-up is in percent. The exercise asks for a share: 0.5 means half.
"""


def price_effect(trial):
    gain = trial["bought"] * (trial["price_eur"] - trial["unit_cost_eur"])
    take_up = 100 * trial.groupby("arm")["bought"].mean()
    profit = gain.groupby(trial["arm"]).mean()
    return pd.DataFrame({"take_up": take_up, "profit_eur": profit})
