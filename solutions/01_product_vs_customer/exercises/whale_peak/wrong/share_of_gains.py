"""The peak is divided by what the profitable customers earn, so it is always 100 %.

The peak is divided by the profit of the good customers only. Divide by the profit of all.
"""


def whale_peak(profit):
    running = profit.sort_values(ascending=False).cumsum()
    return running.max() / profit[profit > 0].sum(), (running.argmax() + 1) / len(profit)
