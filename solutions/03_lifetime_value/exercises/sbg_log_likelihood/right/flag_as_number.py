def sbg_log_likelihood(alpha, beta, members):
    k = members["left"].astype(int)
    return (betaln(alpha + k, beta + members["periods"] - k) - betaln(alpha, beta)).sum()
