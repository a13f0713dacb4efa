"""The middle of the means is its middle half.

This holds the middle half of the means. You want the middle 95 of 100.
"""


def likely_range(profit, draws):
    eur = draws["customer_id"].map(profit)
    means = eur.groupby(draws["draw"]).mean()
    return means.quantile(0.25), means.quantile(0.75)
