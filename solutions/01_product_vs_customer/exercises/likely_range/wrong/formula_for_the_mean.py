"""Two standard errors of the customers' mean to either side: that is the textbook's range.

This is a formula, and no draw is in it. It assumes a bell-shaped curve, and these customers are far from that. Use
the means of the draws.
"""


def likely_range(profit, draws):
    return profit.mean() - 2 * profit.sem(), profit.mean() + 2 * profit.sem()
