"""Add up the chances, then take the logarithm.

Chances of independent members multiply, so it is their logarithms that add. The logarithm of a chance is never above 0.
"""


def sbg_log_likelihood(a, b, members):
    n = members["periods"]
    logs = np.where(members["left"], betaln(a + 1, b + n - 1), betaln(a, b + n)) - betaln(a, b)
    return np.log(np.exp(logs).sum())
