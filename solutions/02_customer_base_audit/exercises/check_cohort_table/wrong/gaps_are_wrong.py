"""A gap is a wrong number, so every cell must be a whole number of people."""


def check_cohort_table(result, data):
    people = result.mul(data["size"].reindex(result.index), axis=0)
    return "" if ((people - people.round()).abs() < 0.01).all(axis=None) else "No whole number."
