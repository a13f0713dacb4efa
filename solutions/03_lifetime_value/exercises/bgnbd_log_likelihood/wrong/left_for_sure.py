"""Who came back has left in the end.

Whoever ordered again may have left or may still be there. Nobody knows, so both ways count. `x` tells how many ways
there are, and not which one is true.
"""


def bgnbd_log_likelihood(terms):
    return (terms["front"] + np.where(terms["x"] > 0, terms["left"], terms["there"])).sum()
