def sbg_log_likelihood(a, b, members):
    def log_b(p, q):
        return gammaln(p) + gammaln(q) - gammaln(p + q)

    k = members["left"].to_numpy().astype(int)
    m = members["periods"].to_numpy() - k
    return float((log_b(a + k, b + m) - log_b(a, b)).sum())
