"""Feedback through nbgrader's own exchange: what a student fetches is the page on what they handed in."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from small_course import LESSON, RETURNS_LEFT_IN, RIGHT, PlainRunner, answered, make_class, submit
from test_build import nbgrader

from staffroom.course import Course
from staffroom.grading.feedback import Feedback
from staffroom.grading.feedback.again import write_again
from staffroom.grading.preflight.receipt import NAMES, SECRET, read_receipt, write_receipt
from staffroom.grading.run import grade_lesson
from staffroom.grading.verdict import Reason

#: Each grades a class or two.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Course:
    return make_class(tmp_path_factory.mktemp("release") / "course")[0]


@pytest.fixture
def course(built, tmp_path) -> Course:
    shutil.copytree(built.root, tmp_path / "course")
    return Course(tmp_path / "course", built.config)


def work(course: Course, total: str) -> dict:
    return answered((course.release / LESSON / f"{LESSON}.ipynb").read_bytes(), answer_total=total)


def hand_in(course: Course, student: str, total: str, *, secret: str | None = None) -> None:
    """As `nbgrader collect` lays it; without a secret, as by hand."""
    shutil.rmtree(course.submitted / student, ignore_errors=True)
    submit(course.root, student, work(course, total))
    if secret is not None:
        submit(course.root, student, "2026-03-01 10:00:00 UTC", name="timestamp.txt")
        submit(course.root, student, secret, name=SECRET)


def grade(course: Course) -> None:
    grade_lesson(course, LESSON, runner=PlainRunner(course))


class TestReceipt:
    """`timestamp.txt` and `submission_secret.txt`, which nbgrader's own steps carry along."""

    def places(self, course: Course, student: str) -> list[Path]:
        return [step / student / LESSON for step in (course.autograded, course.feedback)]

    def test_it_goes_along_with_the_work(self, course):
        hand_in(course, "ada", RIGHT, secret="s1")
        grade(course)
        for place in self.places(course, "ada"):
            assert read_receipt(place) == {NAMES[0]: b"2026-03-01 10:00:00 UTC", SECRET: b"s1"}

    def test_the_students_code_does_not_see_it(self, course):
        class Looks(PlainRunner):
            def run(self, jobs):
                for job in jobs:
                    assert not {SECRET, *NAMES} & set(job.extras)
                    yield from super().run([job])

        hand_in(course, "ada", RIGHT, secret="s1")
        assert grade_lesson(course, LESSON, runner=Looks(course)).graded == ["ada"]

    def test_that_of_an_earlier_submission_does_not_stay(self, course):
        hand_in(course, "ada", RIGHT, secret="s1")
        grade(course)
        hand_in(course, "ada", RETURNS_LEFT_IN)
        grade(course)
        assert [read_receipt(place) for place in self.places(course, "ada")] == [{}, {}]

    def test_a_page_written_again_has_it_too(self, course):
        hand_in(course, "ada", RIGHT, secret="s1")
        grade(course)
        write_receipt(course.feedback / "ada" / LESSON, {})
        write_again(course, LESSON)
        assert read_receipt(course.feedback / "ada" / LESSON)[SECRET] == b"s1"

    def test_an_earlier_page_keeps_its_own_when_the_next_work_is_refused(self, course):
        """Else that page would go out under the name of the new work."""
        reason = Reason("damaged", "Mend it.", "It is damaged.")
        hand_in(course, "ada", RIGHT, secret="s1")
        Feedback(course).write_refusal(LESSON, "ada", reason)
        assert read_receipt(course.feedback / "ada" / LESSON)[SECRET] == b"s1"
        grade(course)
        hand_in(course, "ada", RIGHT, secret="s2")
        Feedback(course).write_refusal(LESSON, "ada", reason)
        assert read_receipt(course.feedback / "ada" / LESSON)[SECRET] == b"s1"

    @pytest.mark.skipif(os.name == "nt", reason="links need rights there")
    def test_a_link_in_its_place_is_not_followed(self, course, tmp_path):
        (tmp_path / "private").write_text("key")
        hand_in(course, "ada", RIGHT)
        (course.submitted / "ada" / LESSON / SECRET).symlink_to(tmp_path / "private")
        grade(course)
        assert read_receipt(course.feedback / "ada" / LESSON) == {}


class Student:
    """Somebody with a folder and a cache of their own, who knows nbgrader's commands."""

    def __init__(self, home: Path, course: Course, exchange: Path, name: str) -> None:
        self.home, self.course = home / name, course
        self.home.mkdir()
        settings = {
            "CourseDirectory.course_id": course.course_id,
            "CourseDirectory.student_id": name,
            "Exchange.root": str(exchange),
            "Exchange.cache": str(home / f"{name}-cache"),
        }
        lines = [f"c.{key} = {value!r}" for key, value in settings.items()]
        (self.home / "nbgrader_config.py").write_text("\n".join(["c = get_config()", *lines]))
        nbgrader(self.home, "fetch_assignment", LESSON)

    def submit(self, total: str | None) -> None:
        """Answer, and hand in; None hands in a torn file."""
        text = "{" if total is None else json.dumps(work(self.course, total))
        (self.home / LESSON / f"{LESSON}.ipynb").write_text(text)
        nbgrader(self.home, "submit", LESSON)

    def fetch(self) -> list[str]:
        """The pages that can be fetched, in the order of what was handed in."""
        shutil.rmtree(self.home / LESSON / "feedback", ignore_errors=True)
        nbgrader(self.home, "fetch_feedback", LESSON)
        pages = sorted((self.home / LESSON / "feedback").glob("*/*.html"))
        return [page.read_text(encoding="utf-8") for page in pages]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="nbgrader's exchange is not for Windows")
def test_the_whole_way_through_the_exchange(tmp_path):
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    course, _ = make_class(tmp_path / "course", settings=f"c.Exchange.root = {str(exchange)!r}\n")
    nbgrader(course.root, "release_assignment", LESSON)
    ada, bob, dan = (Student(tmp_path, course, exchange, name) for name in ("ada", "bob", "dan"))
    ada.submit(RETURNS_LEFT_IN)
    bob.submit(RIGHT)
    dan.submit(None)
    nbgrader(course.root, "collect", LESSON)
    hand_in(course, "cat", RIGHT)
    grade(course)
    said = nbgrader(course.root, "release_feedback", LESSON)
    assert "cat" in said and "did not come through nbgrader's exchange" in said and "by hand" in said
    first = ada.fetch()
    assert len(first) == 1 and "0 / 10" in first[0] and "still in your sum" in first[0]
    assert "3 / 10" in bob.fetch()[0] and "could not be graded" in dan.fetch()[0]

    ada.submit(RIGHT)
    nbgrader(course.root, "collect", LESSON, "--update")
    grade(course)
    nbgrader(course.root, "release_feedback", LESSON)
    again = ada.fetch()
    assert len(again) == 2 and again[0] == first[0] and "3 / 10" in again[1]

    # nbgrader's own step, where a course has settings of its own
    shutil.rmtree(course.feedback / "cat")
    theirs = "--ExchangeFactory.release_feedback=nbgrader.exchange.default.ExchangeReleaseFeedback"
    assert "Releasing feedback for student 'dan'" in nbgrader(course.root, "release_feedback", LESSON, theirs)
