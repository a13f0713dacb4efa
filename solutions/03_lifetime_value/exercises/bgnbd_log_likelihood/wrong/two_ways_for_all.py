"""Each record has two ways, so both are added for each customer.

Customers 1 and 5 have ordered once. In this story, can they have left already? So how many ways have they?
"""


def bgnbd_log_likelihood(r, alpha, a, b, customers):
    x, t_x, T = customers["x"], customers["t_x"], customers["T"]
    front = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    there = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + T)
    left = betaln(a + 1, b + x - 1) - betaln(a, b) - (r + x) * np.log(alpha + t_x)
    return (front + np.logaddexp(there, left)).sum()
