"""The height of the peak is an amount in euros.

This is the peak in euros. The exercise asks for a share: a share of what?
"""


def whale_peak(profit):
    running = profit.sort_values(ascending=False).cumsum()
    return running.max(), (running.argmax() + 1) / len(profit)
