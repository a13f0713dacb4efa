"""With `clip` inside `left`, customers with `x` = 0 are taken care of.

`clip` only keeps `left` from failing. Customers 1 and 5 still get a way that they do not have: in this story,
who ordered once has not left.
"""


def bgnbd_log_likelihood(r, alpha, a, b, customers):
    x, t_x, T = customers["x"], customers["t_x"], customers["T"]
    front = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    there = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + T)
    once = x.clip(lower=1)
    left = betaln(a + 1, b + once - 1) - betaln(a, b) - (r + once) * np.log(alpha + t_x)
    return (front + np.logaddexp(there, left)).sum()
