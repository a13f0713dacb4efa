"""One's own marks of a sample memo: nothing before all rows are marked, then the agreed ones with reasons."""

from __future__ import annotations

import json

import pytest
from lesson_files import write_help

from classroom import study
from classroom.lessons import bank

MARKS = {"decision": {"points": 2, "why": "It is clear."}, "limits": {"points": 0, "why": "None is named."}}


@pytest.fixture(autouse=True)
def lesson(bank_folder):
    folder = write_help(bank_folder, "01_a", "title: A\n")
    told = {"samples": {"memo_a": {"title": "Memo A", "most": 3, "marks": MARKS}}}
    (folder / bank.BUILT).write_text(json.dumps(told), encoding="utf-8")
    bank.forget()
    study.begin("01_a")


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({"decision": ..., "limits": ...}, "decision, limits"),
        ({"decision": 2}, "limits"),
        ({"decision": 4, "limits": 1}, "decision"),
        ({"decision": 1.5, "limits": True}, "decision, limits"),
        ({"decision": "two", "limits": float("nan")}, "decision, limits"),
        (None, "decision, limits"),
    ],
)
def test_no_reason_is_shown_before_each_row_is_marked(given, left):
    page = study.agreed("memo_a", given)
    assert f"Still open: {left}." in " ".join(str(page).split())
    assert "clear" not in str(page) and not page.tables


def test_own_marks_stand_beside_the_agreed_ones_with_their_reasons():
    page = study.agreed("memo_a", {"decision": 2, "limits": 3, "style": 1})
    assert page.table["you"].tolist() == [2, 3] and page.table["agreed"].tolist() == [2, 0]
    assert page.table["why"].tolist() == ["It is clear.", "None is named."]
    said = " ".join(str(page).split())
    assert "You gave 5 of 6 points. The agreed mark is 2. Read these reasons first: limits." in said


def test_who_agrees_is_told_so():
    assert "You agree in every row." in str(study.agreed("memo_a", {"decision": 2, "limits": 0}))


def test_a_memo_that_is_not_there():
    assert "no marked memo `memo_z`. It has: memo_a." in str(study.agreed("memo_z", {}))
