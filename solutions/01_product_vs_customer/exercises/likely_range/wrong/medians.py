"""A crowd is told by the customer in its middle.

This takes the middle customer of each crowd. Take the mean of the crowd instead.
"""


def likely_range(profit, draws):
    eur = draws["customer_id"].map(profit)
    means = eur.groupby(draws["draw"]).median()
    return means.quantile(0.025), means.quantile(0.975)
