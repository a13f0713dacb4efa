"""Everybody leaves at the end.

A member who is still there has not left. Her record ends because the data end.
"""


def sbg_log_likelihood(a, b, members):
    n = members["periods"].clip(lower=1)
    return (betaln(a + 1, b + n - 1) - betaln(a, b)).sum()
