"""Sorting is enough; the direction does not matter.

The running total starts with the worst customer. Which way round does the whale swim?
"""


def whale_peak(profit):
    running = profit.sort_values().cumsum()
    return running.max() / profit.sum(), (running.argmax() + 1) / len(profit)
