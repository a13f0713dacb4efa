"""A mean is easier to compare.

The question asks for the sum of the logarithms over members.
"""


def sbg_log_likelihood(alpha, beta, members):
    n = members["periods"]
    logs = np.where(members["left"], betaln(alpha + 1, beta + n - 1), betaln(alpha, beta + n)) - betaln(alpha, beta)
    return logs.mean()
