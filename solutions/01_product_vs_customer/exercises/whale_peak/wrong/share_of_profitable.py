"""The share is counted among profitable customers only, so it is always 100 %.

The share of customers is counted among the profitable ones only. Divide by all customers.
"""


def whale_peak(profit):
    running = profit.sort_values(ascending=False).cumsum()
    return running.max() / profit.sum(), (running.argmax() + 1) / (profit > 0).sum()
