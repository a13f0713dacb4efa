"""The range is the mean of the means, give or take two spreads of that mean.

`sem` of the means tells how well a thousand draws fix their middle, and shrinks with each further draw. Where do the
middle 95 of 100 means lie?
"""


def likely_range(profit, draws):
    means = draws["customer_id"].map(profit).groupby(draws["draw"]).mean()
    return means.mean() - 2 * means.sem(), means.mean() + 2 * means.sem()
