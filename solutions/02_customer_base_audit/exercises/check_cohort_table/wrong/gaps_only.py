"""A table with the right gaps is right."""


def check_cohort_table(result, data):
    gaps = [(result[f"q{q}"].isna() == ((result.index + q + 1) * 91 > data["days"])).all() for q in range(1, 5)]
    return "" if all(gaps) else "A gap is at the wrong place."
