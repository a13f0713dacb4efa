"""The higher end comes first.

The lower end comes first.
"""


def likely_range(profit, draws):
    eur = draws["customer_id"].map(profit)
    means = eur.groupby(draws["draw"]).mean()
    return means.quantile(0.975), means.quantile(0.025)
