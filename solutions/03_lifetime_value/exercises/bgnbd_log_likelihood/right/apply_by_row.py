def bgnbd_log_likelihood(terms):
    def one(row):
        way = np.logaddexp(row["there"], row["left"]) if row["x"] > 0 else row["there"]
        return row["front"] + way

    return terms.apply(one, axis=1).sum()
