def bgnbd_log_likelihood(terms):
    once, more = terms[terms["x"] == 0], terms[terms["x"] > 0]
    total = (once["front"] + once["there"]).sum()
    return total + (more["front"] + np.logaddexp(more["there"], more["left"])).sum()
