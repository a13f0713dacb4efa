"""The position of the peak, counted from nought, is the number of customers up to it.

The place of the peak is counted from 0. How many customers is that?
"""


def whale_peak(profit):
    running = profit.sort_values(ascending=False).cumsum()
    return running.max() / profit.sum(), running.argmax() / len(profit)
