"""All members together.

A multiple is for one member. Divide by how many there are.
"""


def margin_multiple(members, yearly):
    i = (1 + yearly) ** (1 / 12) - 1
    return (members["members"] * members["stay"] / (1 + i - members["stay"])).sum()
