"""Only those who left tell how long members stay.

A member who is still there tells you that she has stayed. Without her, everybody seems to leave soon.
"""


def sbg_log_likelihood(alpha, beta, members):
    gone = members[members["left"]]
    return (betaln(alpha + 1, beta + gone["periods"] - 1) - betaln(alpha, beta)).sum()
