"""Being there and having left both count, so their logarithms add.

They cannot both be true. Chances of two ways to the same record add, and that is what `np.logaddexp` does.
"""


def bgnbd_log_likelihood(terms):
    ways = np.where(terms["x"] > 0, terms["there"] + terms["left"], terms["there"])
    return (terms["front"] + ways).sum()
