"""`x` is 0, so `there` alone is all.

Those who came back have a `front` in your sum, and those with `x` = 0 have none. It is not 0 for them.
"""


def bgnbd_log_likelihood(terms):
    both = np.logaddexp(terms["there"], terms["left"])
    return np.where(terms["x"] > 0, terms["front"] + both, terms["there"]).sum()
