"""B of the new numbers is the chance.

It is a chance only once you divide by B(alpha, beta): with logarithms, subtract it for each member.
"""


def sbg_log_likelihood(alpha, beta, members):
    n = members["periods"]
    return np.where(members["left"], betaln(alpha + 1, beta + n - 1), betaln(alpha, beta + n)).sum()
