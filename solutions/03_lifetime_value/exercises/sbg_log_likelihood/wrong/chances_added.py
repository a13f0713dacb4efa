"""The chances add up.

Chances of independent members multiply, and their logarithms add. You took the logarithm of a sum, or no logarithm at
all.
"""


def sbg_log_likelihood(alpha, beta, members):
    n = members["periods"]
    logs = np.where(members["left"], betaln(alpha + 1, beta + n - 1), betaln(alpha, beta + n)) - betaln(alpha, beta)
    return np.exp(logs).sum()
