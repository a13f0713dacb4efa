"""The label of the peak is its place."""


def whale_peak(profit):
    running = profit.sort_values(ascending=False).cumsum()
    return running.max() / profit.sum(), running.idxmax() / len(profit)
