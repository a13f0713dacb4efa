"""`a` belongs to those who stay.

In the example, a goodbye adds 1 to `a`, and each month of staying adds 1 to `b`.
"""


def sbg_log_likelihood(a, b, members):
    n = members["periods"]
    logs = np.where(members["left"], betaln(a + n - 1, b + 1), betaln(a + n, b)) - betaln(a, b)
    return logs.sum()
