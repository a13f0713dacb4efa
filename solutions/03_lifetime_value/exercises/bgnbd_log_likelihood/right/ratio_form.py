def bgnbd_log_likelihood(r, alpha, a, b, customers):
    x, t_x, T = (customers[name].to_numpy(float) for name in ("x", "t_x", "T"))
    there = betaln(a, b + x) - betaln(a, b) + gammaln(r + x) - gammaln(r) + r * np.log(alpha) - (r + x) * np.log(alpha + T)
    odds = np.where(x > 0, a / (b + np.maximum(x, 1) - 1) * ((alpha + T) / (alpha + t_x)) ** (r + x), 0.0)
    return (there + np.log1p(odds)).sum()
