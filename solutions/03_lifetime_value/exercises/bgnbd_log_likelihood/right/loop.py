def bgnbd_log_likelihood(r, alpha, a, b, customers):
    total = 0.0
    for row in customers.itertuples():
        front = gammaln(r + row.x) - gammaln(r) + r * np.log(alpha)
        way = betaln(a, b + row.x) - (r + row.x) * np.log(alpha + row.T)
        if row.x > 0:
            way = np.logaddexp(way, betaln(a + 1, b + row.x - 1) - (r + row.x) * np.log(alpha + row.t_x))
        total += front + way - betaln(a, b)
    return total
