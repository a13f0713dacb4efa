"""The arm with more buyers has the higher take-up.

The take-up counts buyers, and the arms are not all the same size. Take the share of the arm.
"""


def price_effect(trial):
    gain = trial["bought"] * (trial["price_eur"] - trial["unit_cost_eur"])
    take_up = trial.groupby("arm")["bought"].sum()
    profit = gain.groupby(trial["arm"]).mean()
    return pd.DataFrame({"take_up": take_up, "profit_eur": profit})
