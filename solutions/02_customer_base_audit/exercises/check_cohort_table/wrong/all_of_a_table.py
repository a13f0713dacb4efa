"""`all` of a table asks every place of it.

`all(table)` looks at the names of its columns, and those are always true. Ask `table.all(axis=None)`.
"""


def check_cohort_table(result, data):
    people = result.mul(data["size"], axis=0)
    whole = (people - people.round()).abs() < 0.01
    return "" if all(whole | people.isna()) else "People are whole."
