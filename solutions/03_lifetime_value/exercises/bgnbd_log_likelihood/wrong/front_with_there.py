"""`front` stands beside `there`, so it is added to `there`.

`front` belongs to both ways. In your sum, `left` goes without it.
"""


def bgnbd_log_likelihood(r, alpha, a, b, customers):
    x, t_x, T = customers["x"], customers["t_x"], customers["T"]
    front = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    there = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + T)
    left = betaln(a + 1, b + x.clip(lower=1) - 1) - betaln(a, b) - (r + x) * np.log(alpha + t_x)
    return np.where(x > 0, np.logaddexp(front + there, left), front + there).sum()
