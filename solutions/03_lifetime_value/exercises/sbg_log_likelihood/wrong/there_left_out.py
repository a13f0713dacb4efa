"""Only those who left tell how long members stay.

Who is still there has stayed, and says so. Without her, all seem to leave soon.
"""


def sbg_log_likelihood(alpha, beta, members):
    gone = members[members["left"]]
    return (betaln(alpha + 1, beta + gone["periods"] - 1) - betaln(alpha, beta)).sum()
