"""Of two ways, the likelier one is true.

Nobody knows which one is true, so both count. Chances of two ways to the same record add.
"""


def bgnbd_log_likelihood(terms):
    ways = np.where(terms["x"] > 0, np.maximum(terms["there"], terms["left"]), terms["there"])
    return (terms["front"] + ways).sum()
