"""Five minutes with each student: questions that hold, ranges that were run, sheets that say both."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from generator.errors import UserError, WrongUse
from staffroom.course import Course, find_course
from staffroom.lessons import exercises, reference
from staffroom.lessons.build import build
from staffroom.lessons.source import read_lesson
from staffroom.oral import asking, probe
from staffroom.oral.questions import FAMILIES, OralFile, plain, read_questions
from staffroom.oral.run import Oral, hold, proved
from staffroom.oral.sheets import Sheet, around, csv_bytes, html_page, in_order, make_sheet
from staffroom.players import play_class

ROOT = Path(__file__).parents[2]
LESSON = "01_product_vs_customer"
SOLUTIONS = ROOT / "solutions"
WITH_ORAL = sorted(path.parent for path in SOLUTIONS.glob("*/oral.yaml"))

GOOD = """
questions:
  follow:
    {family: trace, function: total, at: page, change: {lines: "lines.iloc[:0]"}, value: result, unit: euros,
     ask: "What does `total` give?", right: Nothing., then: "Why?"}
  more:
    {family: change, function: total, change: {lines: "lines * 2"}, value: result, unit: euros,
     ask: "It is {before} {unit}. Twice as much?", right: Twice., then: "Why?"}
  own-number:
    {family: defend, function: total, change: {lines: "lines / 2"}, value: result, unit: euros, memo: euros,
     ask: "You say {memo}; {before}?", if_silent: "You say nothing; {before}?", right: Half., then: "Why?"}
"""
REFERENCE = "import pandas as pd\n\n\ndef total(lines):\n    return lines.sum()\n"


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    (tmp_path / "reference.py").write_text(REFERENCE, encoding="utf-8")
    (tmp_path / "oral.yaml").write_text(GOOD, encoding="utf-8")
    return tmp_path


# ------------------------------------------------------------------------------------------- the questions


def test_good_questions_are_read(lesson: Path) -> None:
    found = read_questions(lesson)
    assert [question.family for question in found.questions.values()] == list(FAMILIES)
    assert [question.nearness for question in found.questions.values()] == [0.0, 0.1, 0.1]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("family: trace", "family: recite", "questions.follow.family: Input should be 'trace', 'change' or"),
        ("family: trace", "family: change", "there is no question of the family trace"),
        ("function: total, at", "function: totl, at", "follow: reference.py has no function `totl`"),
        ("change: {lines", "change: {line", "`total` takes no `line`; it takes lines"),
        ('"lines * 2"', '"lines *"', "questions.more: change.lines: `lines *` is no expression"),
        ('"lines * 2"', '"sales * 2"', "`sales` is not known there; known are lines, np, pd"),
        ('"lines * 2"', '"result * 2"', "`result` is not known there"),
        ("value: result", "value: reslt", "questions.follow: value: `reslt` is not known there"),
        ("{before} {unit}", "{after} {unit}", "`ask` has a gap {after}; the gaps are before, unit, memo"),
        ("{before} {unit}", "{before {unit}", "`ask` has a brace too many or too few"),
        ("{before} {unit}", "{memo} {unit}", "a gap {memo}, and there is no number of the memo's"),
        ("What does `total` give?", "{before}?", "who traces code is given the input alone"),
        (', if_silent: "You say nothing; {before}?"', "", "`memo` and `if_silent` come together"),
        ("at: page,", "at: page, inputs: total,", "`inputs` belongs to a question on the company"),
        ("value: result,", "value: result, colour: red,", "questions.follow.colour: Extra inputs"),
        ("  more:", "  More!:", "'More!' is no name"),
        ("questions:", "rubric: {3: all}\nquestions:", "the rubric needs words for 0, 1, 2 and 3 points"),
        ("questions:", "questions: [", "this is no YAML; mend the line"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_meant_is_refused(lesson: Path, old: str, new: str, says: str) -> None:
    assert old in GOOD
    (lesson / "oral.yaml").write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_questions(lesson)
    assert says in str(caught.value) and "oral.yaml" in str(caught.value)


def test_a_lesson_without_questions_says_so(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"there is no such file; solutions/WRITING.md tells"):
        read_questions(tmp_path)


@pytest.fixture
def small_company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from generator.making.generating import generate

    generate(tmp_path / "company", customers=400, seed=11, truth=False)
    monkeypatch.setenv("CENTRIC_COMPANY", str(tmp_path / "company"))
    return tmp_path / "company"


@pytest.mark.parametrize("folder", WITH_ORAL, ids=lambda folder: folder.name)
def test_the_courses_questions_show_what_they_ask(folder: Path, small_company: Path) -> None:
    """The reference answers each question, agrees with itself, and each change can be seen."""
    file, module = read_questions(folder), reference.load(folder)
    families = [question.family for question in file.questions.values()]
    assert families.count("trace") >= 2 and families.count("change") >= 3 and families.count("defend") >= 2
    for name, question in file.questions.items():
        told = asked_of(folder, file, name, getattr(module, question.function))
        assert told["own"] == told["right"] and "trouble" not in told, name
        if question.family != "trace":
            before, after = told["right"]
            assert abs(after - before) > 0.1 * abs(before), f"{name}: nobody would see that change"


def asked_of(folder: Path, file: OralFile, name: str, answer: object, end: str = "") -> dict:
    """What the asking cell prints for an answer, run in this process."""
    question, printed = file.questions[name], io.StringIO()
    cell = probe.asking_cells(folder, file)[name + end]["source"]
    names = {question.function: answer} if answer is not None else {}
    with contextlib.redirect_stdout(printed):
        exec(compile(cell, name, "exec"), names)
    return json.loads(printed.getvalue().removeprefix(asking.MARK))


@pytest.mark.slow
@pytest.mark.parametrize("folder", WITH_ORAL, ids=lambda folder: folder.name)
def test_every_right_style_gives_what_is_right(folder: Path, small_company: Path) -> None:
    """A question whose change only some right answers bear would be no question for the others."""
    import numpy as np
    import pandas as pd

    file = read_questions(folder)
    for name, question in file.questions.items():
        for answer in exercises.right(folder, question.function):
            names = {"pd": pd, "np": np}
            exec(answer.source, names)
            told = asked_of(folder, file, name, names[question.function])
            assert told["own"] == pytest.approx(told["right"], rel=0.02, abs=0.01), (name, answer.name)


def test_where_the_students_code_is_wrong_both_are_told(small_company: Path) -> None:
    file = read_questions(SOLUTIONS / LESSON)
    ask = lambda answer: asked_of(SOLUTIONS / LESSON, file, "packing-is-free", answer)  # noqa: E731
    turned = ask(lambda ledger, line: ledger[ledger["line"] == line]["eur"].sum())
    assert turned["own"][1] == turned["own"][0]  # the line's own entries, without a parcel among them
    assert turned["right"][1] != turned["right"][0]
    assert "it divides by zero" in ask(lambda ledger, line: 1 / 0)["trouble"]
    assert ask(None)["own"] == [None, None] and ask(lambda ledger, line: None)["own"] == [None, None]


def test_who_is_known_to_be_right_is_called_with_the_change_alone(small_company: Path) -> None:
    file, calls = read_questions(SOLUTIONS / LESSON), []

    def answer(ledger, line):
        calls.append(len(ledger))
        return right(ledger, line)

    right = reference.load(SOLUTIONS / LESSON).would_go
    both = asked_of(SOLUTIONS / LESSON, file, "packing-is-free", answer)
    assert len(calls) == 2
    after = asked_of(SOLUTIONS / LESSON, file, "packing-is-free", answer, probe.PROVED)
    assert after == both and len(calls) == 3 and calls[2] == calls[1]
    stops = asked_of(SOLUTIONS / LESSON, file, "packing-is-free", lambda ledger, line: 1 / 0, probe.PROVED)
    assert stops["own"] == [stops["right"][0], None] and "divides by zero" in stops["trouble"]


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({}, {"total"}),
        ({"state": "not gradable"}, set()),
        ({"unsandboxed": True}, set()),
        ({"seal": "another folder"}, set()),
        ({"marks": [{"cell": "test_total", "points": 3, "score": 2.9}]}, set()),
        ({"marks": [{"cell": "test_total", "points": 3, "score": None}]}, set()),
        ({"marks": [{"cell": "test_total", "score": 3}]}, set()),
    ],
)
def test_right_is_what_this_very_hand_in_was_graded_as(tmp_path: Path, change: dict, left: set) -> None:
    from staffroom.grading.preflight import seal

    (tmp_path / "work.ipynb").write_text("{}", encoding="utf-8")
    marks = [
        {"cell": "test_total", "points": 3, "score": 3},
        {"cell": "test_other", "points": 3, "score": 0},
        {"cell": "written_memo", "points": 15, "score": 15},
    ]
    entry = {"state": "graded", "seal": seal(tmp_path), "marks": marks}
    assert proved(entry | change, tmp_path) == left
    (tmp_path / "work.ipynb").write_text("{} ", encoding="utf-8")
    assert proved(entry | change, tmp_path) == set()
    assert proved({}, tmp_path) == set()


# ---------------------------------------------------------------------------------------------- the hand-in


def test_only_what_the_functions_stand_on_is_run() -> None:
    def cell(source: str, **mark: object) -> dict:
        return {"cell_type": "code", "source": source, "metadata": {"nbgrader": mark} if mark else {}}

    document = {
        "cells": [
            cell("import pandas as pd\nrates = {'a': 2}"),
            cell("draw()"),
            cell("def helper(x):\n    return x * rates['a']"),
            cell("broken ("),
            cell("def total(lines):\n    return helper(lines)", grade=False, solution=True),
            cell("shown = total(3)"),
            cell("assert total(1)", grade=True, solution=False),
        ]
    }
    short = probe.cut_down(json.dumps(document).encode(), ["total"])
    assert [one["source"][:12] for one in short["cells"]] == ["import panda", "def helper(x", "def total(li"]


@pytest.mark.parametrize(
    ("memo", "share", "euros"),
    [
        ("Keep it if 34 of 100 would stay away.", "34 of 100", ""),
        ("The share is 12,5 %. It lost 6,100 euros.", "12,5 %", "6,100 euros"),
        ("Lost €13,200 in 36 months, 38 percent of it in May", "38 percent", "€13,200"),
        ("We sold 1,000 lamps in 2025, 3 per customer.", "", ""),
        ("", "", ""),
    ],
)
def test_a_memos_number_is_found_as_it_is_written(memo: str, share: str, euros: str) -> None:
    assert (probe.number_in(memo, "share"), probe.number_in(memo, "euros")) == (share, euros)


# ----------------------------------------------------------------------------------------------- the sheets


def sheet(lesson: Path, own: list, *, memo: str = "", right: tuple = (100.0, 200.0), name: str = "") -> Sheet:
    told = {
        "follow": {"right": [right[1]], "own": own[-1:]},
        "more": {"right": list(right), "own": own},
        "own-number": {"right": list(right), "own": own},
    }
    return make_sheet(read_questions(lesson), "00_x", "ada", name, memo, told)


def words(lesson: Path, one: Sheet) -> str:
    page = html_page("00_x", "A lesson", read_questions(lesson), [one])
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.split("<body>")[1])).split())


def test_a_sheet_has_a_question_of_each_family_and_room_for_four(lesson: Path) -> None:
    page = html_page("00_x", "A lesson", read_questions(lesson), [sheet(lesson, [100.0, 200.0])])
    text = words(lesson, sheet(lesson, [100.0, 200.0], name="Ada Lovelace"))
    assert page.count('<div class="question">') == 3 and page.count("<tr>") == 1 + 4
    assert "Ada Lovelace (ada)" in text and "Their own code" not in text
    assert (
        "It is 100 euros. Twice as much? Right: up, 180 to 220 euros (now 100). Twice. Then ask: Why?" in text
    )


def test_own_code_that_gives_something_else_is_told_beside_what_is_right(lesson: Path) -> None:
    text = words(lesson, sheet(lesson, [50.0, 25.0]))
    assert "It is 50 euros." in text  # the student knows their own number
    assert "up, 180 to 220 euros (now 100)" in text
    assert "Their own code gives down, 22.5 to 27.5 euros (now 50)." in text
    assert "Who says that has traced it well" in text


def test_own_code_that_gives_nothing_is_told(lesson: Path) -> None:
    one = make_sheet(
        read_questions(lesson), "00_x", "ada", "", "",
        {name: {"right": [1.0, 2.0], "own": [None, None], "trouble": "`total` is not answered yet."}
         for name in ("follow", "more", "own-number")},
    )  # fmt: skip
    text = words(lesson, one)
    assert text.count("Their own code gives nothing here ( total is not answered yet). Ask what") == 3


def test_the_memos_own_number_is_asked_about(lesson: Path) -> None:
    assert "You say 6,100 euros; 100?" in words(
        lesson, sheet(lesson, [100.0, 200.0], memo="Lost 6,100 euros.")
    )
    assert "You say nothing; 100?" in words(lesson, sheet(lesson, [100.0, 200.0], memo="Keep it."))


def test_questions_are_dealt_by_the_students_id() -> None:
    file = read_questions(SOLUTIONS / LESSON)
    dealt = [tuple(n[0] for n in in_order(file, LESSON, f"s{k}").values()) for k in range(60)]
    assert len(set(dealt)) > 10
    assert in_order(file, LESSON, "ada") == in_order(file, LESSON, "ada")


def test_near_is_by_the_change_where_that_is_larger() -> None:
    assert around((100.0, 200.0), 0.1) == (180.0, 220.0)
    assert around((-2600.0, -200.0), 0.1) == (-440.0, 40.0)
    assert around((5.0, 5.0), 0.0) == (5.0, 5.0)


EVIL = "<script>alert(1)</script>"


def test_whatever_a_name_or_a_memo_says_is_text(lesson: Path) -> None:
    one = sheet(lesson, [100.0, 200.0], name=EVIL)
    page = html_page("00_x", EVIL, read_questions(lesson), [one])
    assert "<script" not in page
    rows = list(csv.reader(io.StringIO(csv_bytes([sheet(lesson, [1.0, 2.0], name="=1+1")]).decode())))
    assert rows[1][1] != "=1+1" and len(rows) == 4 and rows[0][-1] == "points"


# ------------------------------------------------------------------------------------------- the whole way


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The demo's class on a small company, not graded."""
    from generator.making.generating import generate

    root = tmp_path_factory.mktemp("oral")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copytree(SOLUTIONS / LESSON, root / "solutions" / LESSON)
    generate(root / "company", customers=400, seed=11, truth=False)
    course = find_course(root)
    build(course, [LESSON])
    released = (course.release / LESSON / f"{LESSON}.ipynb").read_bytes()
    text = read_lesson(root / "solutions" / LESSON / f"{LESSON}.py")
    for player in play_class(text, released, 28, course.company):
        path = course.submitted / player.student / LESSON / f"{LESSON}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(player.content)
    return course


@pytest.fixture(scope="module")
def held(course: Course) -> Oral:
    return hold(course, LESSON, workers=2)


@pytest.mark.slow
def test_the_demos_class_gets_its_sheets(course: Course, held: Oral) -> None:
    assert len(held.sheets) == 27 and list(held.without) == ["bruno2"]
    assert "damaged or cut off" in held.without["bruno2"]
    assert all([one.question.family for one in sheet.asked] == list(FAMILIES) for sheet in held.sheets)
    by_student = {sheet.student: sheet for sheet in held.sheets}
    for student in ("ada", "bruno", "chiara", "david", "elif"):  # right, in one style or another
        assert all(one.agrees for one in by_student[student].asked), student
    assert all(one.own is None for one in by_student["ada2"].asked)  # blank
    others = [one for sheet in held.sheets for one in sheet.asked if one.own is not None and not one.agrees]
    assert len(others) >= 8
    rows = list(csv.DictReader(io.StringIO(held.files["table"].read_text(encoding="utf-8"))))
    assert len(rows) == 3 * 27
    assert held.files["sheets"].read_text(encoding="utf-8").count('<section class="sheet">') == 27


@pytest.mark.slow
def test_one_students_sheet_leaves_the_classs_as_it_is(course: Course, held: Oral) -> None:
    before = held.files["sheets"].read_bytes()
    again = hold(course, LESSON, students=["ada"])
    assert again.files["sheets"].name == "oral-ada.html" and held.files["sheets"].read_bytes() == before
    assert again.sheets[0] == next(sheet for sheet in held.sheets if sheet.student == "ada")
    with pytest.raises(WrongUse, match="nemo has handed in nothing"):
        hold(course, LESSON, students=["nemo"])


@pytest.mark.slow
def test_once_graded_the_sheet_is_the_same(course: Course) -> None:
    """Of whom grading knows that the functions are right, they are called with the change alone."""
    from staffroom.grading.preflight import seal

    before = hold(course, LESSON, students=["ada"]).sheets[0]
    functions = {question.function for question in read_questions(SOLUTIONS / LESSON).questions.values()}
    marks = [{"cell": f"test_{name}", "points": 3, "score": 3} for name in sorted(functions)]
    folder = course.submitted / "ada" / LESSON
    entry = {"student": "ada", "state": "graded", "seal": seal(folder), "marks": marks}
    journal = course.journal(LESSON)
    journal.parent.mkdir(parents=True, exist_ok=True)
    journal.write_text(json.dumps(entry) + "\n", encoding="utf-8")
    try:
        after = hold(course, LESSON, students=["ada"]).sheets[0]
    finally:
        journal.unlink()
    for one, other in zip(before.asked, after.asked, strict=True):
        assert (one.name, one.words, one.right, one.trouble) == (
            other.name,
            other.words,
            other.right,
            other.trouble,
        )
        assert one.agrees and other.agrees and one.own == pytest.approx(other.own, abs=0.01)
        if one.question.family != "trace":
            assert other.own is not None and other.own[0] == pytest.approx(other.right[0])


def test_nobody_handed_in_is_said(tmp_path: Path) -> None:
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    shutil.copytree(SOLUTIONS / LESSON, tmp_path / "solutions" / LESSON)
    with pytest.raises(UserError, match="Nobody has handed in"):
        hold(find_course(tmp_path), LESSON)


def test_what_is_asked_reaches_no_student() -> None:
    told = plain(read_questions(SOLUTIONS / LESSON).questions["packing-is-free"])
    assert set(told) == {"family", "function", "at", "inputs", "value"}


def test_the_guides_question_can_be_read(tmp_path: Path) -> None:
    """The question that WRITING.md shows, with one of each other family beside it."""
    guide = (SOLUTIONS / "WRITING.md").read_text(encoding="utf-8")
    shown = re.search(r"```yaml\n(questions:\n  a-year-later:.*?)```", guide, re.DOTALL)
    assert shown is not None
    others = GOOD.split("questions:")[1].replace("total", "gain_loss").replace("lines", "orders")
    (tmp_path / "oral.yaml").write_text(shown[1] + others.replace("more:", "most:"), encoding="utf-8")
    (tmp_path / "reference.py").write_text("def gain_loss(orders):\n    return {}\n", encoding="utf-8")
    assert read_questions(tmp_path).questions["a-year-later"].value == "result['lost']"
