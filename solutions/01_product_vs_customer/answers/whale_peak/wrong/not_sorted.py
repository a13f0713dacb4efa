"""The running total may follow the customers' numbers."""


def whale_peak(profit):
    running = profit.cumsum()
    return running.max() / profit.sum(), (running.argmax() + 1) / len(profit)
