"""A month has a twelfth of a year's rate, and each kind counts once.

Two things at once. Interest earns interest, so twelve twelfths make more than the year's rate. And a mean over members
counts each member once, but the two kinds are not equally many.
"""


def margin_multiple(members, yearly):
    i = yearly / 12
    return (members["stay"] / (1 + i - members["stay"])).mean()
