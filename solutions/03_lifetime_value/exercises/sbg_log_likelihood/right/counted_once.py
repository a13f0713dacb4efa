def sbg_log_likelihood(a, b, members):
    total = 0.0
    for (n, left), count in members.groupby(["periods", "left"]).size().items():
        total += count * (betaln(a + left, b + n - left) - betaln(a, b))
    return total
