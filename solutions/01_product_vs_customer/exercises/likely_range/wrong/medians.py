"""A crowd is told by the customer in its middle.

This takes the customer in the middle of each crowd. Take its mean.
"""


def likely_range(profit, draws):
    eur = draws["customer_id"].map(profit)
    means = eur.groupby(draws["draw"]).median()
    return means.quantile(0.025), means.quantile(0.975)
