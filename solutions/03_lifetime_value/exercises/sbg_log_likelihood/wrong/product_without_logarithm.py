"""The chances multiply, so the product is the answer.

They do multiply. The question asks for the logarithm of this product, the sum of the logarithms: for a thousand members the
product itself is too small for a computer.
"""


def sbg_log_likelihood(a, b, members):
    n = members["periods"]
    logs = np.where(members["left"], betaln(a + 1, b + n - 1), betaln(a, b + n)) - betaln(a, b)
    return np.exp(logs).prod()
