def sbg_log_likelihood(a, b, members):
    k = members["left"].astype(int)
    return (betaln(a + k, b + members["periods"] - k) - betaln(a, b)).sum()
