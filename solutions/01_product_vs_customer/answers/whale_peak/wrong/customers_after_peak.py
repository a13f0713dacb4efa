"""The share asked for is the share of customers who cost money."""


def whale_peak(profit):
    running = profit.sort_values(ascending=False).cumsum()
    return running.max() / profit.sum(), (profit < 0).mean()
