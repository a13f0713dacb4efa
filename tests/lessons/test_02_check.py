"""What the open test says of a student's check of the cohort table."""

from __future__ import annotations

import pytest

from classroom.check import on_shown, student

HEAD = "def check_cohort_table(result, data):\n"
LOOP = """
    sizes, back = data["size"].drop(index=0), data["back"].drop(index=0)
    if sorted(result.index) != sizes.index.tolist():
        return "rows"
    for q in range(1, 5):
        people = result[f"q{q}"].reindex(sizes.index) * sizes
        gap = (sizes.index + q + 1) * 91 > data["days"]
        if any(people.isna() != gap):
            return "gaps"
        if any((people - people.round()).abs() > 0.01):
            return "not whole"
        if q == 1 and any((people - back).abs() > 0.01):
            return "books"
        BOUND
    return ""
"""
WHOLE_TABLE = """
    people = result.mul(data["size"], axis=0)  # brings in cohort 0
    for q in range(1, 5):
        gap = (people.index + q + 1) * 91 > data["days"]
        if any(people[f"q{q}"].isna() != gap):
            return "gaps"
    return ""
"""


def said(body: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    text = HEAD + body
    names: dict = {}
    exec(text, names)
    monkeypatch.setattr(student, "_cells_so_far", lambda: [text])
    on_shown(names["check_cohort_table"], "02/cohort_table")
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("bound", "told"),
    [
        ('if any(result[f"q{q}"] > 1):\n            return "above"', True),
        ('if any(result[f"q{q}"] > 1.001):\n            return "above"', False),
    ],
)
def test_a_bound_that_gives_nothing_is_told_though_all_are_judged_rightly(bound, told, monkeypatch, capsys):
    out = said(LOOP.replace("BOUND", bound), monkeypatch, capsys)
    assert "looks right so far" in out
    assert ("One thing may still cost you points. Your check allows nothing above 1." in out) == told


def test_gaps_compared_with_gaps_are_no_numbers_and_one_reason_for_all_is_told(monkeypatch, capsys):
    out = said(WHOLE_TABLE, monkeypatch, capsys)
    assert "equal to the last digit" not in out
    assert "turns all of them away with one and the same reason: “gaps”" in out


def test_an_all_that_looks_at_names_is_told(monkeypatch, capsys):
    body = """
    people = result.mul(data["size"].reindex(result.index), axis=0)
    whole = (people - people.round()).abs() < 0.01
    return "" if all(whole | people.isna()) else "not whole"
"""
    out = said(body, monkeypatch, capsys)
    assert "your check accepts it." in out and "look at the names of its columns" in out
    assert "one and the same reason" not in out
