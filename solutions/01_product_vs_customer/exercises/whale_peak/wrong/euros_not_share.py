"""The height of the peak is an amount of euros.

This is the peak in euros. As a share of what is it asked for?
"""


def whale_peak(profit):
    running = profit.sort_values(ascending=False).cumsum()
    return running.max(), (running.argmax() + 1) / len(profit)
