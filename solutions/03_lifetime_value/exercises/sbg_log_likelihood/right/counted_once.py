def sbg_log_likelihood(alpha, beta, members):
    total = 0.0
    for (n, left), count in members.groupby(["periods", "left"]).size().items():
        total += count * (betaln(alpha + left, beta + n - left) - betaln(alpha, beta))
    return total
