"""`clip` x once at the top, and choose by the x of the table.

`front` and `there` must know that `x` is 0. Clip only inside `left`, where `betaln` would fail.
"""


def bgnbd_log_likelihood(r, alpha, a, b, customers):
    x, t_x, T = customers["x"].clip(lower=1), customers["t_x"], customers["T"]
    front = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    there = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + T)
    left = betaln(a + 1, b + x - 1) - betaln(a, b) - (r + x) * np.log(alpha + t_x)
    return (front + np.where(customers["x"] > 0, np.logaddexp(there, left), there)).sum()
