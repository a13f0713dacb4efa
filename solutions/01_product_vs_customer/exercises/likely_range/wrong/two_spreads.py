"""Mean and two spreads to either side hold 95 of 100.

That is near, and asks for a bell. Take the means as they are: below which does 2.5 of 100 lie, and above which?
"""


def likely_range(profit, draws):
    eur = draws["customer_id"].map(profit)
    means = eur.groupby(draws["draw"]).mean()
    return means.mean() - 2 * means.std(), means.mean() + 2 * means.std()
