"""Everybody leaves at the end.

A member who is still there has not left. Her record ends because the data end.
"""


def sbg_log_likelihood(alpha, beta, members):
    n = members["periods"].clip(lower=1)
    return (betaln(alpha + 1, beta + n - 1) - betaln(alpha, beta)).sum()
