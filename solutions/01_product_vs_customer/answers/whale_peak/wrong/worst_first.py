"""Sorting is enough; the direction does not matter."""


def whale_peak(profit):
    running = profit.sort_values().cumsum()
    return running.max() / profit.sum(), (running.argmax() + 1) / len(profit)
