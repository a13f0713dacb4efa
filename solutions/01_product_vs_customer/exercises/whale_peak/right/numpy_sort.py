import numpy as np


def whale_peak(profit):
    running = np.cumsum(np.sort(np.asarray(profit, dtype=float))[::-1])
    return running.max() / running[-1], (np.argmax(running) + 1) / running.size
