def bgnbd_log_likelihood(terms):
    left = terms["left"].where(terms["x"] > 0, -np.inf)
    return (terms["front"] + np.logaddexp(terms["there"], left)).sum()
