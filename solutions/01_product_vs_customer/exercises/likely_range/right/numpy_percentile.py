import numpy as np


def likely_range(profit, draws):
    values = profit.loc[draws["customer_id"]].to_numpy()
    sums = np.bincount(draws["draw"], weights=values)
    counts = np.bincount(draws["draw"])
    means = sums[counts > 0] / counts[counts > 0]
    return tuple(np.percentile(means, [2.5, 97.5]))
