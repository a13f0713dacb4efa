"""The middle 95 of 100 customers are the range.

This is the range of customers, without a draw. How far would their mean move from crowd to crowd?
"""


def likely_range(profit, draws):
    return profit.quantile(0.025), profit.quantile(0.975)
