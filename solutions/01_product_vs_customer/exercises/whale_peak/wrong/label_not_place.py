"""The label of the peak is its place.

`idxmax` gives the customer's number. Which method gives the place?
"""


def whale_peak(profit):
    running = profit.sort_values(ascending=False).cumsum()
    return running.max() / profit.sum(), running.idxmax() / len(profit)
