"""The range says where most customers lie.

This is the range of customers. The question is how far their mean can be trusted. First work out one
mean for each draw.
"""


def likely_range(profit, draws):
    eur = draws["customer_id"].map(profit)
    means = eur
    return means.quantile(0.025), means.quantile(0.975)
