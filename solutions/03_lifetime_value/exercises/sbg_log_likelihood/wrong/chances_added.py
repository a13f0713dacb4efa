"""The chances add up.

Chances of independent members multiply, and their logarithms add. You took the logarithm of a sum, or no logarithm at
all.
"""


def sbg_log_likelihood(a, b, members):
    n = members["periods"]
    logs = np.where(members["left"], betaln(a + 1, b + n - 1), betaln(a, b + n)) - betaln(a, b)
    return np.exp(logs).sum()
