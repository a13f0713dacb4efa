"""The range goes from the lowest mean to the highest.

The longer you draw, the wider this gets. Leave out the outermost means: 2.5 of 100 at either end.
"""


def likely_range(profit, draws):
    eur = draws["customer_id"].map(profit)
    means = eur.groupby(draws["draw"]).mean()
    return means.min(), means.max()
