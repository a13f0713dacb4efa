"""`t_x` is the time since the last order.

In this model `t_x` goes from the first order to the last. The time since is `T - t_x`.
"""


def bgnbd_log_likelihood(r, alpha, a, b, customers):
    x, t_x, T = customers["x"], customers["t_x"], customers["T"]
    front = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    there = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + T)
    left = betaln(a + 1, b + x.clip(lower=1) - 1) - betaln(a, b) - (r + x) * np.log(alpha + T - t_x)
    return (front + np.where(x > 0, np.logaddexp(there, left), there)).sum()
