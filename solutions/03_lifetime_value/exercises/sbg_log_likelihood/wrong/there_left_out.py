"""Only those who left tell how long members stay.

A member who is still there tells you that she has stayed. Without her, everybody seems to leave soon.
"""


def sbg_log_likelihood(a, b, members):
    gone = members[members["left"]]
    return (betaln(a + 1, b + gone["periods"] - 1) - betaln(a, b)).sum()
