"""Everybody is still there.

Without `left`, a long silence can only be bad luck. What of somebody who ordered eight times and then never?
"""


def bgnbd_log_likelihood(terms):
    return (terms["front"] + terms["there"]).sum()
