def bgnbd_log_likelihood(terms):
    again = (terms["x"] > 0).astype(int)
    both = np.logaddexp(terms["there"], terms["left"])
    return (terms["front"] + again * both + (1 - again) * terms["there"]).sum()
