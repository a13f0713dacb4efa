"""`alpha` belongs to those who stay.

In the example, a goodbye adds 1 to `alpha`, and each month of staying adds 1 to `beta`.
"""


def sbg_log_likelihood(alpha, beta, members):
    n = members["periods"]
    logs = np.where(members["left"], betaln(alpha + n - 1, beta + 1), betaln(alpha + n, beta)) - betaln(alpha, beta)
    return logs.sum()
