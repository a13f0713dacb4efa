"""Grading a class: what is written, what is kept, and what a student gets to read. No kernels here."""

from __future__ import annotations

import csv
import json
import os
import sys

import pytest
from nbgrader.api import Gradebook
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

from generator.errors import UserError, WrongUse
from staffroom.course import find_course
from staffroom.grading import gradebook, rows
from staffroom.grading.results import read_results
from staffroom.grading.run import grade_lesson
from staffroom.grading.runner import reason_for
from staffroom.grading.verdict import Verdict


@pytest.fixture
def small(tmp_path):
    course, released = make_class(tmp_path / "course")
    root = course.root
    submit(
        root,
        "ada",
        answered(released, answer_total=RIGHT, answer_dearest="dearest = 'rug'", written_memo="Yes."),
    )
    submit(root, "bob", answered(released, answer_total=RETURNS_LEFT_IN, answer_dearest="dearest = 'pan'"))
    submit(root, "cat", released)
    submit(root, "dan", b'{"cells": [')
    submit(root, "fay", answered(released, answer_total=FAILS_ON_EMPTY))
    return course, released


def run(course, **more):
    runner = more.pop("runner", None) or PlainRunner(course)
    return grade_lesson(course, LESSON, runner=runner, **more)


def by_name(outcome):
    return {s.student: s for s in outcome.results.students}


def test_a_class_is_graded_and_the_broken_file_stops_nobody(small):
    course, _ = small
    outcome = run(course)
    of = by_name(outcome)
    assert (outcome.graded, outcome.refused) == (["ada", "bob", "cat", "fay"], ["dan"])
    assert (of["ada"].score, of["bob"].score, of["cat"].score) == (5, 0, 0)
    assert of["ada"].waiting == ("written_memo",) and of["cat"].waiting == ()


def test_not_gradable_is_no_zero(small):
    course, _ = small
    dan, cat = (by_name(run(course))[name] for name in ("dan", "cat"))
    assert (dan.state, dan.score) == ("not gradable", None)
    assert (cat.state, cat.score) == ("graded", 0)
    table = (course.grades / LESSON / "results.csv").read_text(encoding="utf-8")
    rows = {row["student"]: row for row in csv.DictReader(table.splitlines())}
    assert rows["dan"]["score"] == "" and rows["cat"]["score"] == "0"
    assert "damaged" in rows["dan"]["reason"]
    with gradebook.opened(course) as book:
        assert "dan" in gradebook.students(book) and "dan" not in gradebook.scores(book, LESSON)
    page = (course.feedback / "dan" / LESSON / "not-graded.html").read_text(encoding="utf-8")
    assert "not a score of zero" in page and "download it from Jupyter once more" in page


def test_a_failed_check_is_kept_in_words_with_its_mistake(small):
    course, _ = small
    of = by_name(run(course))
    cell = {c.cell: c for c in of["bob"].cells}["test_total"]
    assert cell.mistake == "returns-left-in"
    assert cell.message == "Lines that came back are still in your sum."
    assert {c.cell: c.mistake for c in of["fay"].cells}["test_total"] == "raised"


HIDDEN = ("empty = toy", "assert total(empty)", "An empty basket")


def test_feedback_has_the_sentence_and_no_hidden_test(small):
    course, _ = small
    run(course)
    for student in ("ada", "bob", "cat", "fay"):
        kept = (course.autograded / student / LESSON / f"{LESSON}.ipynb").read_text(encoding="utf-8")
        assert all(words in kept for words in HIDDEN), "the instructor's copy has the whole test"
        page = (course.feedback / student / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")
        assert not [words for words in HIDDEN if words in page or words.replace(" ", "&nbsp;") in page]
        assert "Traceback (most recent call last)" not in page
    page = (course.feedback / "bob" / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")
    assert "Lines that came back are still in your sum." in page
    assert "Adds every line, also what came back." in page, "the thought behind it, as the lesson has it"


def test_feedback_begins_with_what_the_checks_say(small):
    course, released = small
    evil = "def total(lines):\n    raise ValueError('<img src=x onerror=alert(1)> `x`\\n\\n# heading')"
    submit(course.root, "gus", answered(released, answer_total=evil))
    run(course)
    page = (course.feedback / "bob" / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")
    table = page.split("<table", 1)[1].split("</table>")[0]
    assert table.count("<tr>") == 4 and "0 / 3" in table and 'href="#x-total"' in table
    assert "Lines that came back are still in your sum." in table and "not answered" in table
    page = (course.feedback / "gus" / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")
    table = page.split("<table", 1)[1].split("</table>")[0]
    assert "&lt;img src=x" in table and "<img" not in table and "<code>x</code>" in table


def test_what_a_student_shows_of_a_hidden_test_is_withheld(small):
    """A student's cell can find the text of a test in the kernel's history, and show it."""
    course, released = small
    line = next(
        line
        for line in (course.source / LESSON / f"{LESSON}.py").read_text(encoding="utf-8").split("\n")
        if line.startswith("assert total(empty)")
    )
    secret = f"bytes.fromhex({line.encode().hex()!r}).decode()"
    peek = f"answer = 1\nraise ValueError(chr(10).join(['seen:', {secret}]))"
    submit(course.root, "gus", answered(released, answer_total=RIGHT, answer_dearest=peek))
    run(course)
    kept = (course.autograded / "gus" / LESSON / f"{LESSON}.ipynb").read_text(encoding="utf-8")
    assert "seen:" in kept
    page = (course.feedback / "gus" / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")
    assert "This output is not shown" in page and "An empty basket" not in page


def test_gradebook_holds_what_nbgrader_would_write(small):
    course, _ = small
    run(course)
    with Gradebook(course.db_url, course.course_id) as book:
        memo = book.find_grade("written_memo", LESSON, LESSON, "ada")
        assert memo.needs_manual_grade and memo.auto_score is None
        assert book.find_grade("test_total", LESSON, LESSON, "ada").auto_score == 3
        blank = book.find_comment("answer_total", LESSON, LESSON, "cat")
        assert blank.auto_comment == "No response."


def test_a_second_run_does_nothing_and_a_new_file_is_graded(small):
    course, released = small
    run(course)
    again = PlainRunner(course)
    outcome = run(course, runner=again)
    assert again.seen == [] and len(outcome.skipped) == 5 and by_name(outcome)["ada"].score == 5
    submit(course.root, "cat", answered(released, answer_total=RIGHT))
    submit(course.root, "dan", answered(released, answer_total=RIGHT))
    outcome = run(course, runner=again)
    assert again.seen == ["cat", "dan"]
    assert by_name(outcome)["dan"].score == 3 and by_name(outcome)["dan"].state == "graded"
    assert not (course.feedback / "dan" / LESSON / "not-graded.html").exists()


def test_a_broken_second_file_leaves_the_first_grade(small):
    course, _ = small
    run(course)
    submit(course.root, "ada", b"")
    ada = by_name(run(course))["ada"]
    assert ada.state == "not gradable" and "empty" in ada.reason
    with gradebook.opened(course) as book:
        assert sum(s.score or 0 for s in gradebook.scores(book, LESSON)["ada"]) == 5
    assert (course.feedback / "ada" / LESSON / f"{LESSON}.html").is_file()


def test_a_run_that_was_broken_off_goes_on_where_it_was(small):
    course, _ = small
    with pytest.raises(KeyboardInterrupt):
        run(course, runner=PlainRunner(course, stop_after=2))
    rest = PlainRunner(course)
    outcome = run(course, runner=rest)
    assert rest.seen == ["cat", "fay"]
    other, _ = make_class(course.root.parent / "other")
    for student in ("ada", "bob", "cat", "dan", "fay"):
        submit(other.root, student, (course.submitted / student / LESSON / f"{LESSON}.ipynb").read_bytes())
    whole = run(other)
    assert [(s.student, s.state, s.score, s.cells) for s in outcome.results.students] == [
        (s.student, s.state, s.score, s.cells) for s in whole.results.students
    ]


def test_a_failure_of_the_machine_is_tried_again(small):
    """A full disk in the worker is no fault of the student's, and must not stick."""

    class Fails(PlainRunner):
        def run(self, jobs):
            for job in jobs:
                yield Verdict(
                    job.student, 0.0, reason=reason_for({"key": "grader-failed", "words": "OSError: full"})
                )

    course, _ = small
    outcome = run(course, runner=Fails(course))
    assert "OSError: full" in by_name(outcome)["ada"].reason and outcome.graded == []
    outcome = run(course)
    assert outcome.graded == ["ada", "bob", "cat", "fay"] and outcome.skipped == ["dan"]


def test_a_gradebook_that_cannot_be_written_is_said(small, monkeypatch):
    import sqlite3

    from sqlalchemy.exc import OperationalError

    def full(*_, **__):
        raise OperationalError("UPDATE", {}, sqlite3.OperationalError("database or disk is full"))

    course, _ = small
    monkeypatch.setattr(rows.Rows, "_write", full)
    with pytest.raises(UserError, match="the disk is full; make room"):
        run(course)
    monkeypatch.undo()
    assert run(course).graded == ["ada", "bob", "cat", "fay"]


def test_a_journal_cut_off_in_the_middle_of_a_line_is_read(small):
    course, _ = small
    run(course)
    path = course.grades / LESSON / "journal.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    rest = PlainRunner(course)
    run(course, runner=rest)
    assert len(rest.seen) <= 1
    lines = path.read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[-1])["student"]
    assert run(course, runner=(third := PlainRunner(course))) and third.seen == []


def test_a_persons_score_stays_when_graded_again(small):
    course, _ = small
    run(course)
    with Gradebook(course.db_url, course.course_id) as book:
        memo = book.find_grade("written_memo", LESSON, LESSON, "ada")
        memo.manual_score, memo.needs_manual_grade = 4, False
        book.db.commit()
    assert {s.student: s for s in read_results(course, LESSON).students}["ada"].score == 9
    assert by_name(run(course, regrade=True))["ada"].score == 9


def test_only_the_students_asked_for(small):
    course, _ = small
    runner = PlainRunner(course)
    outcome = run(course, runner=runner, students=["bob", "dan"])
    assert runner.seen == ["bob"] and outcome.refused == ["dan"]
    assert by_name(outcome)["ada"].state == "not handed in"


def test_unknown_and_absent_students_are_told_apart(small):
    course, _ = small
    with pytest.raises(WrongUse, match="There is no student nobody"):
        run(course, students=["ada", "nobody"])
    with gradebook.opened(course) as book:
        book.update_or_create_student("eve")
    with pytest.raises(UserError, match="eve has handed in nothing") as caught:
        run(course, students=["eve"])
    assert caught.value.exit_code == 1
    assert by_name(run(course))["eve"].state == "not handed in"


def test_nobody_handed_in(tmp_path):
    course, _ = make_class(tmp_path / "course")
    with pytest.raises(UserError, match="Nobody has handed in"):
        run(course)


def test_new_students_are_named(small):
    course, _ = small
    with gradebook.opened(course) as book:
        book.update_or_create_student("ada")
    assert run(course).new_students == ["bob", "cat", "dan", "fay"]


def test_a_folder_that_cannot_be_a_students_id_is_refused(small):
    course, released = small
    submit(course.root, "ada+bob", released)
    outcome = run(course)
    assert "ada+bob" in outcome.refused and by_name(outcome)["ada"].state == "graded"
    assert not (course.autograded / "ada+bob").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no folder can have such a name")
def test_a_folder_whose_name_is_no_text_is_refused(small):
    course, _ = small
    (course.submitted / os.fsdecode(b"\xff") / LESSON).mkdir(parents=True)
    outcome = run(course)
    assert os.fsdecode(b"\xff") in outcome.refused and by_name(outcome)["ada"].state == "graded"
    assert "\n?," in (course.grades / LESSON / "results.csv").read_text(encoding="utf-8")


def test_a_stale_lesson_is_not_graded_by(small):
    course, _ = small
    text = course.source / LESSON / f"{LESSON}.py"
    text.write_text(text.read_text(encoding="utf-8").replace("3.0", "4.0"), encoding="utf-8")
    with pytest.raises(UserError, match="run `centric build 00_small` first"):
        run(course)


def test_changed_tests_are_noticed_and_used_on_request(small):
    from staffroom.lessons.build import build

    course, _ = small
    run(course)
    text = course.source / LESSON / f"{LESSON}.py"
    text.write_text(
        text.read_text(encoding="utf-8").replace('dearest == "rug"', 'dearest == "pan"'), encoding="utf-8"
    )
    build(course, [LESSON])
    outcome = run(course)
    assert set(outcome.outdated) == {"ada", "bob", "cat", "dan", "fay"} and by_name(outcome)["bob"].score == 0
    assert by_name(run(course, regrade=True))["bob"].score == 2


def test_a_lesson_that_gained_a_cell_is_refused_in_words(small):
    from staffroom.lessons.build import build

    course, _ = small
    run(course)
    text = course.source / LESSON / f"{LESSON}.py"
    more = "\n# %% [test] total_again 1\nassert total(basket) == 80\n"
    text.write_text(text.read_text(encoding="utf-8") + more, encoding="utf-8")
    build(course, [LESSON])
    with pytest.raises(UserError, match="test_total_again"):
        run(course)


def test_late_work_is_treated_as_the_settings_say(tmp_path):
    settings = "c.AssignLatePenalties.plugin_class = 'nbgrader.plugins.LateSubmissionPlugin'\n"
    settings += "c.LateSubmissionPlugin.penalty_method = 'zero'\n"
    course, released = make_class(tmp_path / "course", settings=settings)
    for student in ("ada", "bob"):
        submit(course.root, student, answered(released, answer_total=RIGHT))
    submit(course.root, "ada", "2026-03-02 10:00:00 UTC", name="timestamp.txt")
    submit(course.root, "bob", "2026-02-28 10:00:00 UTC", name="timestamp.txt")
    with gradebook.opened(course) as book:
        book.update_or_create_assignment(LESSON, duedate="2026-03-01 10:00:00 UTC")
    of = by_name(run(course))
    assert (of["ada"].score, of["ada"].late_penalty) == (0, 3)
    assert (of["bob"].score, of["bob"].late_penalty) == (3, 0)


def test_a_damaged_gradebook_is_said_and_left_alone(small):
    course, _ = small
    path = course.root / "gradebook.db"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(UserError, match="it is damaged"):
        run(course)
    assert path.read_bytes() == b"no database at all" * 100


def test_a_spreadsheet_runs_nothing_of_a_student(small):
    course, released = small
    submit(course.root, "=cmd|calc", released)
    run(course)
    text = (course.grades / LESSON / "results.csv").read_text(encoding="utf-8")
    assert "\n'=cmd|calc," in text


def test_the_courses_own_settings_are_used(small):
    course, _ = small
    assert find_course(course.root).config.GenerateFeedback.preprocessors[1].endswith("HideTests")
