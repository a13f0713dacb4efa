"""The customer in its middle speaks for a whole crowd.

This takes the middle customer of each crowd. Take the mean of the crowd instead.
"""


def likely_range(profit, draws):
    eur = draws["customer_id"].map(profit)
    means = eur.groupby(draws["draw"]).median()
    return means.quantile(0.025), means.quantile(0.975)
