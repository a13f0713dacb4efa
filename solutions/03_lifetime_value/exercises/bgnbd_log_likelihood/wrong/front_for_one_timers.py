"""With two ways, the two ways are all.

Those with `x` = 0 have a `front` in your sum, and those who came back have none. Whose is it?
"""


def bgnbd_log_likelihood(terms):
    both = np.logaddexp(terms["there"], terms["left"])
    return np.where(terms["x"] > 0, both, terms["front"] + terms["there"]).sum()
