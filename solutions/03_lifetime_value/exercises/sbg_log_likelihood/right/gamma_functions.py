def sbg_log_likelihood(alpha, beta, members):
    def log_b(p, q):
        return gammaln(p) + gammaln(q) - gammaln(p + q)

    k = members["left"].to_numpy().astype(int)
    m = members["periods"].to_numpy() - k
    return float((log_b(alpha + k, beta + m) - log_b(alpha, beta)).sum())
