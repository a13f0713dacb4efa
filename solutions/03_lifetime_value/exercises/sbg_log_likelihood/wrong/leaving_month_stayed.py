"""Who left in month n stayed n times.

To leave at the end of month 1, how many times must she have stayed before? Look at month 3 in the
example.
"""


def sbg_log_likelihood(a, b, members):
    n = members["periods"]
    logs = np.where(members["left"], betaln(a + 1, b + n), betaln(a, b + n)) - betaln(a, b)
    return logs.sum()
