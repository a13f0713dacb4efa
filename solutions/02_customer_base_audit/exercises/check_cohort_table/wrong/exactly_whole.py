"""Whole numbers are exact, also with floats."""


def check_cohort_table(result, data):
    people = result.mul(data["size"].reindex(result.index), axis=0)
    return "" if ((people == people.round()) | result.isna()).all(axis=None) else "No whole number."
