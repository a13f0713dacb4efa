def bgnbd_log_likelihood(r, alpha, a, b, customers):
    rows = customers[["x", "t_x", "T"]].to_numpy(float)
    once, more = rows[rows[:, 0] == 0], rows[rows[:, 0] > 0]
    x, t_x, T = more.T
    there = betaln(a, b + x) - (r + x) * np.log(alpha + T)
    left = betaln(a + 1, b + x - 1) - (r + x) * np.log(alpha + t_x)
    both = gammaln(r + x) - gammaln(r) + r * np.log(alpha) - betaln(a, b) + np.logaddexp(there, left)
    return both.sum() + (r * np.log(alpha) - r * np.log(alpha + once[:, 2])).sum()
