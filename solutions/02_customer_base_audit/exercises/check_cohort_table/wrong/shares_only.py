"""Shares between 0 and 1 are enough."""


def check_cohort_table(result, data):
    return "" if (result.isna() | ((result >= 0) & (result <= 1))).all(axis=None) else "A share is out of range."
