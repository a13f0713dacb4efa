"""A customer who is drawn twice counts once.

Whoever is drawn twice counts twice in that crowd: that is what makes crowds differ. Do not drop her.
"""


def likely_range(profit, draws):
    draws = draws.drop_duplicates()
    eur = draws["customer_id"].map(profit)
    means = eur.groupby(draws["draw"]).mean()
    return means.quantile(0.025), means.quantile(0.975)
