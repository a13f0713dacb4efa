"""The mean and two spreads to either side hold 95 of 100.

That comes close, but it assumes a bell-shaped curve. Use the means themselves. Which value has 2.5 of
100 below it, and which has 2.5 of 100 above it?
"""


def likely_range(profit, draws):
    eur = draws["customer_id"].map(profit)
    means = eur.groupby(draws["draw"]).mean()
    return means.mean() - 2 * means.std(), means.mean() + 2 * means.std()
