"""`np.where` takes its first value where the condition does not hold.

The two kinds are the wrong way round. `np.where(members["left"], first, second)` takes `first` for those who left.
"""


def sbg_log_likelihood(a, b, members):
    n = members["periods"]
    logs = np.where(members["left"], betaln(a, b + n), betaln(a + 1, b + n - 1)) - betaln(a, b)
    return logs.sum()
