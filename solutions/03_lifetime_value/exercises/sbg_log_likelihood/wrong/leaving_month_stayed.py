"""Who left in month n stayed n times.

To leave at the end of month 1, how many times must she have stayed before? Look at month 3 in the
example.
"""


def sbg_log_likelihood(alpha, beta, members):
    n = members["periods"]
    logs = np.where(members["left"], betaln(alpha + 1, beta + n), betaln(alpha, beta + n)) - betaln(alpha, beta)
    return logs.sum()
