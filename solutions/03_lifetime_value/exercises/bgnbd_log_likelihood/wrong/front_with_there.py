"""`front` stands beside `there`, so it is added to `there`.

`front` belongs to both ways. In your sum, `left` goes without it.
"""


def bgnbd_log_likelihood(terms):
    there = terms["front"] + terms["there"]
    return np.where(terms["x"] > 0, np.logaddexp(there, terms["left"]), there).sum()
