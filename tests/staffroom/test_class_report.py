"""The class report: its numbers, and that it is a page on its own that everybody can read."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest
from nbformat import v4
from small_course import (
    FAILS_ON_EMPTY,
    LESSON,
    RETURNS_LEFT_IN,
    RIGHT,
    PlainRunner,
    answered,
    make_class,
    submit,
)

from staffroom.grading.analysis.alike import Pair
from staffroom.grading.journal import Journal
from staffroom.grading.marks import marks_of, words_of
from staffroom.grading.report import report_html, write_report
from staffroom.grading.report.sections import mistakes
from staffroom.grading.results import CellResult, Results, StudentResult
from staffroom.grading.run import grade_lesson
from staffroom.grading.summary import summarise
from staffroom.grading.verdict import GRADED, Note


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    course, released = make_class(tmp_path_factory.mktemp("report"))
    work = {
        "ada": {"answer_total": RIGHT, "answer_dearest": "dearest = 'rug'", "written_memo": "Yes."},
        "bob": {"answer_total": RETURNS_LEFT_IN, "answer_dearest": "dearest = 'rug'"},
        "cat": {},
        "eve": {"answer_total": RETURNS_LEFT_IN},
        "fay": {"answer_total": FAILS_ON_EMPTY, "answer_dearest": "dearest = 'rug'"},
    }
    for student, answers in work.items():
        submit(course.root, student, answered(released, **answers))
    submit(course.root, "dan", b"<b>&")
    return course, grade_lesson(course, LESSON, runner=PlainRunner(course)).results


def test_numbers_of_a_class(graded):
    course, results = graded
    s = summarise(results, course.source / LESSON)
    assert s.counts == {"graded": 5, "not gradable": 1, "not handed in": 0, "to be graded again": 0}
    # points of the tests alone, since ada's memo waits: 5, 2, 0, 0, 2 of 5
    assert s.basis == 5 and s.shares == [0, 0, 0.4, 0.4, 1] and s.median == 0.4
    assert s.mean == pytest.approx(0.36)
    total = next(item for item in s.items if item.name == "total")
    assert total.mean == pytest.approx(0.2)
    assert (total.full, total.blank, total.common) == (0.2, 1, "returns-left-in")
    assert [(m.key, m.count) for m in s.misconceptions] == [("returns-left-in", 2)]
    assert s.misconceptions[0].words == "Adds every line, also what came back."
    assert s.general == {"unanswered": 3, "raised": 1}


TWINS = [
    ("refunds-twice", ("packing-twice",)),
    ("refunds-twice", ("packing-twice",)),
    ("refunds-twice", ()),
    ("gap", ("unanswered-gap",)),
]


def test_who_made_one_of_two_mistakes_is_counted_once_under_both():
    """The answer does not tell which of the two it was; who made only the first is counted by himself."""
    students = [
        StudentResult(
            f"s{n}", "graded", 0.0, 5.0, (), (CellResult("test_total", 5, 0, "A or B.", key, also=also),)
        )
        for n, (key, also) in enumerate(TWINS)
    ]
    results = Results(LESSON, "t", 5, 5, tuple(students), (("test_total", 5),))
    found = summarise(results).misconceptions
    assert [(m.key, tuple(m.also), m.count) for m in found] == [
        ("refunds-twice", ("packing-twice",), 2), ("gap", ("unanswered-gap",), 1), ("refunds-twice", (), 1),
    ]  # fmt: skip
    words = read(mistakes(summarise(results))).words
    assert (
        words.count("or: ") == 2 and words.count("packing-twice") == 2 and words.count("refunds-twice") == 2
    )


def test_a_check_may_name_several_mistakes(tmp_path):
    said = "`x`: two slips look like this. Either: Each ticket.\nOr: Each return."
    assert words_of("Mistake", f"{said}\nmistake: tickets-twice, returns-twice") == (
        "`x`: two slips look like this. Either: Each ticket. Or: Each return.",
        "tickets-twice, returns-twice",
    )
    cell = v4.new_code_cell(
        "x", outputs=[v4.new_output("error", ename="Mistake", evalue=f"{said}\nmistake: tickets, returns")]
    )
    cell.metadata["nbgrader"] = {
        "grade": True, "solution": False, "points": 2, "grade_id": "test_x", "schema_version": 3,
    }  # fmt: skip
    (mark,) = marks_of(v4.new_notebook(cells=[cell]))
    assert (mark.mistake, mark.also) == ("tickets", ("returns",))
    path = tmp_path / "journal.jsonl"
    Journal(path).add({"student": "ada", "state": GRADED, "marks": [mark.as_dict()]})
    assert Journal(path).entries["ada"]["marks"][0]["also"] == ["returns"]


def test_manual_scores_count_once_all_are_read(graded):
    _, results = graded
    read = [
        StudentResult(s.student, s.state, s.score, s.points, (), tuple(
            CellResult(c.cell, c.points, 5.0 if c.cell == "written_memo" and s.student == "ada" else c.score)
            for c in s.cells
        ))
        for s in results.students
    ]  # fmt: skip
    s = summarise(Results(LESSON, "t", 10, 5, tuple(read), results.cells))
    assert s.basis == 10 and s.shares == [0, 0, 0.2, 0.2, 1] and s.waiting == 0
    assert [item.name for item in s.items] == ["total", "dearest", "memo"]


class Reader(HTMLParser):
    """Collects what a page has in it, and whether its tags are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict]] = []
        self.words = ""

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "line", "rect", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


def test_the_page_is_whole_and_needs_no_other_host(graded):
    course, results = graded
    page = write_report(course, results).read_text(encoding="utf-8")
    reader = read(page)
    assert not re.search(r"https?://|src=|@import|url\(", page)
    tags = [tag for tag, _ in reader.seen]
    assert tags.count("h1") == 1 and "script" not in tags
    assert dict(reader.seen)["html"]["lang"] == "en"
    assert "What does a basket cost?" in reader.words


def test_the_figure_is_told_in_words_too(graded):
    course, results = graded
    page = write_report(course, results).read_text(encoding="utf-8")
    figure = next(attrs for tag, attrs in read(page).seen if tag == "svg")
    assert figure["role"] == "img"
    assert "0–10\u202f%: 2, 40–50\u202f%: 2, 90–100\u202f%: 1" in figure["aria-label"]
    assert page.count(figure["aria-label"]) == 2, "the caption says the same to those who see"


def test_texts_of_students_do_no_harm(graded):
    """Names and messages are shown as text, whatever they are."""
    evil = "<script>alert(1)</script>"
    cell = CellResult("test_total", 3, 0, evil, "some-mistake")
    students = (
        StudentResult(evil, "not gradable", None, 3, reason=evil),
        StudentResult("bob", "graded", 0, 3, (), (cell,)),
    )
    results = Results(LESSON, evil, 3, 3, students, (("test_total", 3.0),))
    page = report_html(results, summarise(results))
    assert "<script" not in page and page.count("&lt;script&gt;") >= 4
    read(page)


@pytest.mark.parametrize("states", [[], ["not gradable"], ["not handed in"]])
def test_a_class_without_a_grade_has_a_page_too(states):
    students = tuple(StudentResult(f"s{n}", state, None, 3) for n, state in enumerate(states))
    results = Results(LESSON, "t", 3, 3, students, (("test_total", 3.0),))
    assert "No submission has been graded yet." in read(report_html(results, summarise(results))).words


@pytest.mark.browser
def test_it_prints_on_two_pages(graded, tmp_path):
    """Also when all that may be listed is listed."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium here")
    points = tuple((f"test_exercise_{n}", 3.0) for n in range(8))
    words = "A belief about customers that takes more than one line to say in full, as most of them do"
    students = [
        StudentResult(
            f"s{n}",
            "graded",
            0,
            24,
            (),
            tuple(CellResult(c, 3, n % 4, words, f"mistake-{n}") for c, _ in points),
        )
        for n in range(30)
    ] + [
        StudentResult(f"z{n}", "not gradable", None, 24, reason="The kernel died in code cell 3.")
        for n in range(5)
    ]
    results = Results(LESSON, "Should the shop drop its lamps?", 24, 24, tuple(students), points)
    page = tmp_path / "report.html"
    pairs = [Pair(f"s{n}", "s29", 0.9, 40, tuple(c for c, _ in points)) for n in range(12)]
    page.write_text(report_html(results, summarise(results), pairs), encoding="utf-8")
    pdf = tmp_path / "report.pdf"
    words = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={pdf}"]
    subprocess.run([chromium, *words, page.as_uri()], check=True, capture_output=True, timeout=600)
    assert re.findall(rb"/Type /Pages\s*/Count (\d+)", pdf.read_bytes()) == [b"2"]


def test_a_large_class_has_no_longer_page():
    """What is listed is bounded; the rest is said to be in the results."""
    students = [
        StudentResult(
            f"s{n}", "graded", 0, 3, (), (CellResult("test_total", 3, 0, "Wrong.", f"mistake-{n}"),)
        )
        for n in range(300)
    ] + [StudentResult(f"z{n}", "not gradable", None, 3, reason="Torn.") for n in range(50)]
    results = Results(LESSON, "t", 3, 3, tuple(students), (("test_total", 3.0),))
    page = report_html(results, summarise(results))
    assert page.count("<tr>") < 30
    assert "292 more, each met by one student" in page and "42 more are in results.csv" in page


def test_notes_open_cells_time_and_lateness_are_told():
    mended = Note("test-put-back", "Put back.", "A deleted test was put back.")
    students = tuple(
        StudentResult(
            f"s{n}", "graded", 3, 3, (), (CellResult("test_total", 3, 3),), seconds=0.5 if n else 60.0,
            late_penalty=float(n == 1), notes=(mended,) * (n < 7), open=("test_total",) * (n < 2),
            phases={"cells": 0.3, "tests": 0.1},
        )
        for n in range(40)
    )  # fmt: skip
    results = Results(LESSON, "t", 3, 3, students, (("test_total", 3.0),))
    words = read(report_html(results, summarise(results), [])).words
    assert "A deleted test was put back." in words and "and 1 more" in words
    assert "test_total (2 students)" in words and "can give itself points" in words
    assert (
        "1 student lost 1 points" in words and "the student's cells 0.30\u202fs, tests 0.10\u202fs" in words
    )
    assert "Longest: s0 60\u202fs" in words and "No two students share much" in words


def test_alike_answers_are_worded_with_care():
    pairs = [Pair("ada", "<b>bob", 0.84, 31, ("total", "dearest"), ("total",))]
    results = Results(LESSON, "t", 3, 3, (), ())
    page = report_html(results, summarise(results), pairs, own_company=True)
    words = read(page).words
    assert "a reason to look, not a proof" in words and "ada and <b>bob" in words and "84\u202f%" in words
    assert "letter by letter in total" in words and "a company of their own" in words
    assert "<b>bob" not in page
