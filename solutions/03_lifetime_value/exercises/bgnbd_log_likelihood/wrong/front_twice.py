"""`front` belongs to both ways, and to every customer.

You have it inside the two ways, and then once more. A factor of both ways counts once.
"""


def bgnbd_log_likelihood(terms):
    there, left = terms["front"] + terms["there"], terms["front"] + terms["left"]
    ways = np.where(terms["x"] > 0, np.logaddexp(there, left), there)
    return (terms["front"] + ways).sum()
