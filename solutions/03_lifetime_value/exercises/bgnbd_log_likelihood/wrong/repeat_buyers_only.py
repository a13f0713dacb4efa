"""One-time buyers carry no information.

They tell how many never order again. Their chance belongs to the sum.
"""


def bgnbd_log_likelihood(terms):
    back = terms[terms["x"] > 0]
    return (back["front"] + np.logaddexp(back["there"], back["left"])).sum()
