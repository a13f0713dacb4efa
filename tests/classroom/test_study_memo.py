"""Marking one's own memo: after it is written, row by row beside samples, and only then the model answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from classroom import study
from classroom.study import place
from classroom.study.rubric import STUB, read_rubric

LESSON = "01_a"
MODEL = "Close nothing before the test is over."
MEMO = "We keep the line for now and test it. " * 12
TABLE = "| what | 3 points for |\n|---|---|\n| decision | clear |\n| evidence | a figure |\n"
SAMPLE = """# Memo A (agreed marks: 2 of 6)

*Not yours.*

Keep it, whatever it costs.

## Agreed marks

| what | marks | why |
|---|---|---|
| decision | 2 | clear, and *nothing* changes it |
| evidence | 0 | no figure |
"""


def notebook(memo: str) -> str:
    mark = {"nbgrader": {"grade_id": "written_memo"}}
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": f"## Write\n\n{TABLE}"},
        {"cell_type": "markdown", "metadata": {}, "source": ["### Mark these", " first"]},
        {"cell_type": "markdown", "metadata": mark, "source": memo},
    ]
    return json.dumps({"cells": cells})


@pytest.fixture
def course(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the lesson's solutions, and the student's notebook in the working folder."""
    inner = here / "course" / LESSON
    inner.mkdir(parents=True)
    own = here / "solutions" / LESSON
    (own / "samples").mkdir(parents=True)
    region = f"### BEGIN SOLUTION\n*Full marks:*\n\n{MODEL}\n### END SOLUTION"
    (own / f"{LESSON}.ipynb").write_text(notebook(region), encoding="utf-8")
    (own / "samples" / "memo_a.md").write_text(SAMPLE, encoding="utf-8")
    monkeypatch.chdir(inner)
    write(inner, MEMO)
    study.begin(LESSON)
    return here


def write(folder: Path, memo: str) -> None:
    (folder / f"{LESSON}.ipynb").write_text(notebook(memo), encoding="utf-8")


def said(**given) -> str:
    return " ".join(str(study.mark_memo(**given)).split())


def test_row_by_row_beside_the_sample_and_then_the_model_answer(course):
    first = said()
    assert "Nobody else has read your memo" in first and "Keep it, whatever it costs." in first
    assert "Row 1 of 2: decision. 3 points for: clear." in first
    assert "Memo A got 2: clear, and *nothing* changes it." in first
    second = said(decision=2)
    assert "Row 2 of 2: evidence" in second and MODEL not in first + second
    last = said(evidence=1)
    assert "You gave yourself 3 of 6. This is your own mark" in last and MODEL in last
    assert "*Full marks" not in last
    table = study.mark_memo().table
    assert list(table["your own mark"]) == [2, 1] and list(table["Memo A"]) == [2, 0]


def test_the_first_mark_stays_beside_a_later_one(course):
    said(decision=3)
    said(decision=2)  # before the model answer is shown, one may think again
    said(evidence=3)
    assert "before you saw the model answer, it was 5 of 6" in said(evidence=0)
    assert place.load_notes(LESSON)["memos"]["memo"]["first"] == {"decision": 2, "evidence": 3}


@pytest.mark.parametrize(
    ("memo", "words"),
    [(STUB, "not written yet"), ("", "not written yet"), (f"{STUB}\nKeep it.", "has 2 words so far")],
)
def test_nothing_is_shown_before_a_memo_is_written(course, memo, words):
    write(Path.cwd(), memo)
    text = said(decision=3, evidence=3)
    assert words in text and MODEL not in text and "Row" not in text
    assert place.load_notes(LESSON)["memos"] == {}


def test_points_without_their_row_are_told_how_to_be_given(course):
    text = said(answer=3)
    assert "takes your points by their row" in text and "study.mark_memo(decision=1)" in text
    assert "no written answer `letter`" in said(answer="letter")
    assert place.load_notes(LESSON)["memos"] == {}


def test_a_memo_may_be_given_as_text(course):
    for path in Path.cwd().glob("*.ipynb"):
        path.unlink()
    assert "cannot tell which file" in said()
    assert "Row 1 of 2" in said(text=MEMO)


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ({"decison": 1}, "There is no row `decison`. The rows are: decision, evidence."),
        ({"decision": 4}, "whole number from 0 to 3"),
        ({"decision": True}, "whole number from 0 to 3"),
        ({"decision": "2"}, "whole number from 0 to 3"),
        ({"decision": ...}, "whole number from 0 to 3"),
    ],
)
def test_marks_that_cannot_be_are_said_and_not_kept(course, marks, words):
    assert words in said(**marks)
    assert place.load_notes(LESSON)["memos"] == {}


def test_in_a_class_the_instructor_marks_it(course, monkeypatch):
    hidden = course / "elsewhere"
    (course / "solutions").rename(hidden)
    text = said(decision=3, evidence=3)
    assert text.startswith("Your instructor marks your memo.") and MODEL not in text
    hidden.rename(course / "solutions")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert said(decision=3, evidence=3).startswith("Your instructor marks your memo.")


def test_progress_says_whose_mark_it_is(course, bank_folder):
    from lesson_files import write_help

    write_help(bank_folder, LESSON, "title: A\nobjectives:\n  - {id: a, text: Say it., exercise: memo}\n")
    assert list(study.progress().table["state"]) == ["read by a person, once written"]
    said(decision=3, evidence=1)
    assert list(study.progress().table["state"]) == ["your own mark: 4 of 6"]


@pytest.mark.parametrize("content", ["", "{", '{"cells": 3}', '{"cells": [3]}', "[]"])
def test_a_notebook_that_cannot_be_read_stops_nothing(course, content):
    (course / "solutions" / LESSON / f"{LESSON}.ipynb").write_text(content, encoding="utf-8")
    assert "Your instructor marks" in said()


def test_the_samples_of_the_course_follow_the_rubric(monkeypatch):
    root = Path(__file__).parents[2]
    monkeypatch.chdir(root)
    for samples in sorted(root.glob("solutions/*/samples")):
        rubric = read_rubric(samples.parent.name, "memo")
        assert rubric is not None and rubric.samples
        for sample, path in zip(rubric.samples, sorted(samples.glob("*.md")), strict=True):
            assert list(sample.marks) == list(rubric.rows)
            total = sum(points for points, _ in sample.marks.values())
            assert f"(agreed marks: {total} of {rubric.most * len(rubric.rows)})" in path.read_text("utf-8")
