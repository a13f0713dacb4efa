"""The ways are all that counts.

`front` belongs to both ways. It holds `r` and `alpha`, so it moves the best values of both.
"""


def bgnbd_log_likelihood(terms):
    both = np.logaddexp(terms["there"], terms["left"])
    return np.where(terms["x"] > 0, both, terms["there"]).sum()
