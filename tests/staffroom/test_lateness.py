"""Lateness is worked out whenever scores are read, from due date and time of handing in as they are then."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from datetime import datetime, timedelta

import pytest
from nbgrader.api import Gradebook
from small_course import LESSON, RIGHT, PlainRunner, answered, make_class, submit
from spoken import centric

from generator.errors import UserError
from staffroom.cli.grading import words_on
from staffroom.course import find_course
from staffroom.grading import gradebook
from staffroom.grading.export import export
from staffroom.grading.feedback.again import write_again
from staffroom.grading.lateness import Change, how_late, policy, seconds_late
from staffroom.grading.results import read_results
from staffroom.grading.run import grade_lesson

#: Each grades a class or two.
pytestmark = pytest.mark.slow

ZERO = """
c.AssignLatePenalties.plugin_class = 'nbgrader.plugins.LateSubmissionPlugin'
c.LateSubmissionPlugin.penalty_method = 'zero'
"""
LATER = "2026-04-01 10:00:00 UTC"


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    course, released = make_class(tmp_path_factory.mktemp("late") / "course", settings=ZERO)
    for student, day in (("ada", 3), ("bob", 1)):
        submit(course.root, student, answered(released, answer_total=RIGHT, written_memo="Yes."))
        submit(course.root, student, f"2026-03-0{day} 09:00:00 UTC", name="timestamp.txt")
    with gradebook.opened(course) as book:
        book.update_or_create_assignment(LESSON, duedate="2026-03-01 09:00:00 UTC")
    grade(course)
    return course.root


@pytest.fixture
def course(graded, tmp_path):
    """Ada is two days late and bob in time; both have 3 of 5 points by tests, and a memo that waits."""
    return find_course(shutil.copytree(graded, tmp_path / "course"))


def grade(course, **more):
    return grade_lesson(course, LESSON, runner=PlainRunner(course), **more)


def book_of(course):
    return Gradebook(course.db_url, course.course_id)


def read_memo(course, student: str, score: float) -> None:
    """As formgrader does it."""
    with book_of(course) as book:
        memo = book.find_grade("written_memo", LESSON, LESSON, student)
        memo.manual_score, memo.needs_manual_grade = score, False
        book.db.commit()


def move_due_date(course, to: str) -> None:
    with book_of(course) as book:
        book.update_or_create_assignment(LESSON, duedate=to)


def penalty(course, student: str) -> float:
    """What formgrader and nbgrader's export show."""
    with book_of(course) as book:
        return book.find_submission(LESSON, student).late_submission_penalty


def score(course, student: str) -> float:
    return {s.student: s for s in read_results(course, LESSON).students}[student].score


def page(course, student: str) -> str:
    write_again(course, LESSON)
    return (course.feedback / student / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")


def exported(course, student: str) -> dict[str, str]:
    content = export(course, [LESSON], "plain").content.decode("utf-8")
    return {row["student"]: row for row in csv.DictReader(io.StringIO(content))}[student]


def test_points_that_a_person_gives_later_are_taken_off_too(course):
    for student in ("ada", "bob"):
        read_memo(course, student, 5)
    assert (score(course, "ada"), score(course, "bob")) == (0, 8)
    assert penalty(course, "ada") == 8, "formgrader shows the same"


def test_the_students_page_brings_it_up_to_date(course):
    read_memo(course, "ada", 5)
    assert "8 points are taken off" in page(course, "ada")
    assert penalty(course, "ada") == 8


def test_the_file_of_grades_brings_it_up_to_date_and_says_so(course):
    read_memo(course, "ada", 5)
    made = export(course, [LESSON], "canvas")
    assert "ada 3 -> 8" in " ".join(made.remarks) and penalty(course, "ada") == 8
    assert (exported(course, "ada")[LESSON], exported(course, "ada")[f"{LESSON} late_penalty"]) == ("0", "8")
    assert not export(course, [LESSON], "canvas").remarks[:-1], "once it is said, it is the same"


def test_a_due_date_that_moves_counts_at_once(course):
    read_memo(course, "ada", 5)
    move_due_date(course, LATER)
    assert score(course, "ada") == 8 and penalty(course, "ada") == 0
    assert not re.search(r"\blate\b", page(course, "ada").split("<main>")[0])
    move_due_date(course, "2026-02-01 10:00:00 UTC")
    assert exported(course, "bob")[f"{LESSON} late_penalty"] == "3"
    assert "taken off" in page(course, "bob")


def test_an_extension_for_one_student_counts_at_once(course):
    """nbgrader has them in its gradebook: `grant_extension`."""
    read_memo(course, "ada", 5)
    assert score(course, "ada") == 0
    with book_of(course) as book:
        book.grant_extension(LESSON, "ada", days=3)
    assert score(course, "ada") == 8


def test_another_policy_counts_at_once(course):
    """A plugin of the course's own, as nbgrader's handbook has it: a point a day."""
    settings = course.root / "nbgrader_config.py"
    plugin = """
from nbgrader.plugins import BasePlugin

class PointADay(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return total_seconds_late // 86400

c.AssignLatePenalties.plugin_class = PointADay
"""
    settings.write_text(settings.read_text(encoding="utf-8") + plugin, encoding="utf-8")
    changed = find_course(course.root)
    read_memo(changed, "ada", 5)
    assert score(changed, "ada") == 6 and penalty(changed, "ada") == 2


def test_grading_again_lists_it_among_the_changes(course):
    read_memo(course, "ada", 5)
    again = grade(course, regrade=True)
    assert again.changes == [Change("ada", "late_penalty", 3.0, 8.0)]
    move_due_date(course, LATER)
    kept = grade(course)
    assert kept.graded == [] and kept.changes == [Change("ada", "late_penalty", 8.0, 0.0)]
    assert grade(course, regrade=True).changes == []


def test_the_first_time_is_no_change(course):
    assert grade_lesson(course, LESSON, runner=PlainRunner(course), students=["ada"]).changes == []


def test_the_screen_and_the_json_tell_it(course):
    read_memo(course, "ada", 5)
    said = centric("grade", "00", cwd=course.root)
    assert "handed in 2 days late: 8 taken off" in " ".join(said.stdout.split())
    assert "ada  late_penalty  3 -> 8" in said.stdout and "centric feedback" in said.stdout
    told = json.loads(centric("report", "00", "--json", cwd=course.root).stdout)
    ada = next(s for s in told["students"] if s["student"] == "ada")
    assert (ada["score"], ada["late_penalty"], ada["late_seconds"]) == (0, 8, 2 * 86_400)
    text = (course.grades / LESSON / "results.csv").read_text(encoding="utf-8")
    assert next(r for r in csv.DictReader(text.splitlines()) if r["student"] == "ada")["late_penalty"] == "8"


def test_the_report_says_what_changed(course):
    read_memo(course, "ada", 5)
    assert "ada  late_penalty  3 -> 8" in centric("report", "00", cwd=course.root).stdout
    assert "->" not in centric("report", "00", cwd=course.root).stdout


def test_who_is_in_time_has_no_word_on_the_screen(course):
    students = {s.student: s for s in read_results(course, LESSON).students}
    assert "late" in words_on(students["ada"]) and "late" not in words_on(students["bob"])


def test_a_policy_that_cannot_be_had_is_said(course):
    settings = course.root / "nbgrader_config.py"
    wrong = "\nc.AssignLatePenalties.plugin_class = 'nowhere.Strict'\n"
    settings.write_text(settings.read_text(encoding="utf-8") + wrong, encoding="utf-8")
    with pytest.raises(UserError, match=r"late policy nowhere\.Strict cannot be used"):
        policy(find_course(course.root).config)


def test_lateness_counts_from_the_due_date_with_the_extension():
    due = datetime(2026, 3, 1, 10)
    assert seconds_late(due, None, due + timedelta(hours=2)) == 7_200
    assert seconds_late(due, timedelta(hours=1), due + timedelta(hours=2)) == 3_600
    assert seconds_late(due, timedelta(days=1), due + timedelta(hours=2)) == 0
    assert seconds_late(None, timedelta(days=1), due) == seconds_late(due, None, None) == 0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "late"), (59, "late"), (60, "1 minute late"), (7_300, "2 hours late"), (90_000, "1 day late")],
)
def test_lateness_in_words(seconds, words):
    assert how_late(seconds) == words
