"""95 of 100 means five off either end.

Five of 100 are to be left out in all, so how many at either end?
"""


def likely_range(profit, draws):
    eur = draws["customer_id"].map(profit)
    means = eur.groupby(draws["draw"]).mean()
    return means.quantile(0.05), means.quantile(0.95)
