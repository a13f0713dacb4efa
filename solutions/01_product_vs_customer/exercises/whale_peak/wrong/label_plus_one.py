"""The label of the peak is its place, counted from nought.

One more than `idxmax` is one more than the customer's number. Which method counts places?
"""


def whale_peak(profit):
    running = profit.sort_values(ascending=False).cumsum()
    return running.max() / profit.sum(), (running.idxmax() + 1) / len(profit)
