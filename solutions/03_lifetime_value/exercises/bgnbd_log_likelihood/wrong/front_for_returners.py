"""`x` is 0, so `there` alone is all.

Those who came back have a `front` in your sum, and those with `x` = 0 have none. It is not 0 for them: look at its
last term.
"""


def bgnbd_log_likelihood(r, alpha, a, b, customers):
    x, t_x, T = customers["x"], customers["t_x"], customers["T"]
    front = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    there = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + T)
    left = betaln(a + 1, b + x.clip(lower=1) - 1) - betaln(a, b) - (r + x) * np.log(alpha + t_x)
    return np.where(x > 0, front + np.logaddexp(there, left), there).sum()
