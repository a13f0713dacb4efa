"""A crowd is worth what it brings in altogether.

This is the total for a whole crowd. You want the range of the mean per customer.
"""


def likely_range(profit, draws):
    eur = draws["customer_id"].map(profit)
    means = eur.groupby(draws["draw"]).sum()
    return means.quantile(0.025), means.quantile(0.975)
