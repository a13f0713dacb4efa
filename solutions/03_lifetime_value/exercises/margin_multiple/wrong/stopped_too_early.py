"""Two hundred terms are as good as all.

You stopped the sum too early. The example added up 200 years, and 200 months are far less: the last digits are missing. The
formula beside it adds up all of them.
"""


def margin_multiple(members, yearly):
    i = (1 + yearly) ** (1 / 12) - 1
    months = np.arange(1, 200)
    each = [((stay / (1 + i)) ** months).sum() for stay in members["stay"]]
    return (members["members"] * each).sum() / members["members"].sum()
