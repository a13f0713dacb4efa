"""A mean is easier to compare.

The question asks for the sum of the logarithms over members.
"""


def sbg_log_likelihood(a, b, members):
    n = members["periods"]
    logs = np.where(members["left"], betaln(a + 1, b + n - 1), betaln(a, b + n)) - betaln(a, b)
    return logs.mean()
