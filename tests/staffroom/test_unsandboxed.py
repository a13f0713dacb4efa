"""A score made without a sandbox says so wherever it is told, for as long as it is kept."""

from __future__ import annotations

import csv
import dataclasses
import json

import pytest
from small_course import LESSON, RIGHT, PlainRunner, answered, make_class, submit
from spoken import centric

from staffroom.grading import run as run_module
from staffroom.grading.export import export
from staffroom.grading.feedback.again import write_again
from staffroom.grading.report import write_report
from staffroom.grading.run import grade_lesson

#: Each grades a class or two.
pytestmark = pytest.mark.slow


class Bare(PlainRunner):
    """As the ladder's rung without walls."""

    rung = "bare"

    def run(self, jobs):
        for verdict in super().run(jobs):
            yield dataclasses.replace(verdict, unsandboxed=True)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Ada was graded without a sandbox; bob later, in one."""
    course, released = make_class(tmp_path_factory.mktemp("bare"))
    submit(course.root, "ada", answered(released, answer_total=RIGHT))
    grade_lesson(course, LESSON, runner=Bare(course))
    submit(course.root, "bob", answered(released, answer_total=RIGHT))
    outcome = grade_lesson(course, LESSON, runner=PlainRunner(course))
    assert outcome.skipped == ["ada"] and outcome.graded == ["bob"]
    write_report(course, outcome.results)
    return course


def told(course):
    """In each place: the students of whom it says that their score was not protected."""
    folder = course.grades / LESSON
    kept = [json.loads(line) for line in course.journal(LESSON).read_text(encoding="utf-8").splitlines()]
    last = {entry["student"]: entry for entry in kept}
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    rows = csv.DictReader((folder / "results.csv").read_text(encoding="utf-8").splitlines())
    report = (folder / "report.html").read_text(encoding="utf-8")
    analysis = json.loads((folder / "analysis.json").read_text(encoding="utf-8"))
    pages = {
        student: (course.feedback / student / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")
        for student in ("ada", "bob")
    }
    remarks = " ".join(export(course, [LESSON], "plain", so_far=True).remarks)
    return {
        "journal": [name for name, entry in last.items() if entry["unsandboxed"]],
        "results": [s["student"] for s in results["students"] if s["unsandboxed"]],
        "counted": results["unsandboxed"],
        "table": [row["student"] for row in rows if row["not_protected"] == "all: no sandbox"],
        "report": [name for name in pages if f"graded without a sandbox: {name}." in report],
        "analysis": analysis["unsandboxed"],
        "pages": [
            name for name, page in pages.items() if "scores were not protected" in page.split("<footer>")[1]
        ],
        "grades": [
            name
            for name in pages
            if f"Graded without a sandbox, so that the score is not protected: {name}." in remarks
        ],
    }


def test_it_is_told_everywhere_of_whom_it_is_true(course):
    found = told(course)
    assert found == {key: ["ada"] for key in found}
    write_again(course, LESSON)
    assert told(course) == found, "also where pages are written once more"


def test_the_report_says_for_how_many(course):
    said = centric("report", LESSON, cwd=course.root)
    assert "graded without a sandbox: the scores of 1 student (ada)." in said.stderr
    assert json.loads(centric("report", LESSON, "--json", cwd=course.root).stdout)["unsandboxed"] == ["ada"]


def test_a_refusal_later_leaves_the_remark_on_the_score_that_stands(course, monkeypatch):
    path = course.submitted / "ada" / LESSON / f"{LESSON}.ipynb"
    whole = path.read_bytes()
    path.write_bytes(b"")
    outcome = grade_lesson(course, LESSON, runner=PlainRunner(course))
    ada = outcome.results.students[0]
    assert (ada.state, ada.score, ada.unsandboxed) == ("not gradable", 3, True)
    path.write_bytes(whole)
    grade_lesson(course, LESSON, runner=Bare(course))


def test_graded_again_in_a_sandbox_the_remark_goes(course):
    outcome = grade_lesson(course, LESSON, runner=PlainRunner(course), regrade=True)
    write_report(course, outcome.results)
    found = told(course)
    assert found == {key: [] for key in found}


@pytest.mark.parametrize("rung", ["bare", "bare and nested"])
def test_the_command_warns(course, monkeypatch, rung):
    import contextlib

    runner = Bare(course)
    runner.rung = rung
    monkeypatch.setattr(run_module, "usual_runner", lambda wish: contextlib.nullcontext(runner))
    said = centric("grade", LESSON, "--regrade", "--allow-unsandboxed", cwd=course.root)
    assert "WITHOUT a sandbox" in said.stderr and "the scores of 2 students (ada, bob)" in said.stderr
