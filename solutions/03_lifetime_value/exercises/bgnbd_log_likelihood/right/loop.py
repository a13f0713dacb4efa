def bgnbd_log_likelihood(terms):
    total = 0.0
    for row in terms.itertuples():
        total += row.front + row.there
        if row.x > 0:
            total += np.log1p(np.exp(row.left - row.there))
    return total
