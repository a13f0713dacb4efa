"""Only those who bought tell what a price earns.

This is the profit per buyer. Fernhill wrote to everyone in the arm: divide by all of them.
"""


def price_effect(trial):
    gain = trial["bought"] * (trial["price_eur"] - trial["unit_cost_eur"])
    take_up = trial.groupby("arm")["bought"].mean()
    profit = gain[trial["bought"]].groupby(trial["arm"]).mean()
    return pd.DataFrame({"take_up": take_up, "profit_eur": profit})
