"""95 of 100 means five off either end.

You leave out five of 100 in all. How many is that at each end?
"""


def likely_range(profit, draws):
    eur = draws["customer_id"].map(profit)
    means = eur.groupby(draws["draw"]).mean()
    return means.quantile(0.05), means.quantile(0.95)
