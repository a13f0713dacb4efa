"""B of the new numbers is the chance.

It is a chance only once you divide by B(a, b): with logarithms, subtract it for each member.
"""


def sbg_log_likelihood(a, b, members):
    n = members["periods"]
    return np.where(members["left"], betaln(a + 1, b + n - 1), betaln(a, b + n)).sum()
