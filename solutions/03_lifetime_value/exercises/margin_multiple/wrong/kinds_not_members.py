"""Each kind counts once.

There are three times as many of one kind as of the other. A mean over members counts each member once.
"""


def margin_multiple(members, yearly):
    i = (1 + yearly) ** (1 / 12) - 1
    return (members["stay"] / (1 + i - members["stay"])).mean()
