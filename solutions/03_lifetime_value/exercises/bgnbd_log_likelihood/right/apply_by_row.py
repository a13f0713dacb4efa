def bgnbd_log_likelihood(r, alpha, a, b, customers):
    def one(row):
        way = betaln(a, b + row["x"]) - betaln(a, b) - (r + row["x"]) * np.log(alpha + row["T"])
        if row["x"] > 0:
            gone = betaln(a + 1, b + row["x"] - 1) - betaln(a, b) - (r + row["x"]) * np.log(alpha + row["t_x"])
            way = np.logaddexp(way, gone)
        return gammaln(r + row["x"]) - gammaln(r) + r * np.log(alpha) + way

    return customers.apply(one, axis=1).sum()
