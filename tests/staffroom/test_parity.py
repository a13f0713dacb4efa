"""On honest work the split gives what nbgrader gives: each score, and each sentence of a check."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import players_of_target as target
import pytest

from staffroom.course import Course, find_course
from staffroom.grading.marks import marks_of
from staffroom.grading.split.runner import SandboxRunner
from staffroom.grading.split.trying import try_lesson
from staffroom.grading.verdict import Job
from staffroom.lessons.source import read_lesson
from staffroom.mend import put_scripts_on_path
from staffroom.teaching import answers

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
LESSON = "01_product_vs_customer"
COMPANY = ROOT / "datasets" / "fernhill"

Marks = dict[str, tuple[float | None, str, str]]


def class_of(course: Course) -> dict[str, bytes]:
    """Notebooks in which every right and every wrong answer of lesson 01 stands once, and a blank one."""
    lesson = read_lesson(course.source / LESSON / f"{LESSON}.py")
    released = (course.release / LESSON / f"{LESSON}.ipynb").read_bytes()
    full = {str(e.name): e.answer.source for e in lesson.exercises()}
    found = {"blank": released, "solved": filled(released, full)}
    for kind, of in (("right", answers.right), ("wrong", answers.wrong)):
        sets = {exercise: of(lesson, exercise) for exercise in full}
        for n in range(max(map(len, sets.values()))):
            mine = {name: given[n % len(given)].source for name, given in sets.items() if given}
            found[f"{kind}{n}"] = filled(released, full | mine)
    letters = {"commoditisation": "d", "saturation": "a", "globalisation": "n", "tracking": "c"}
    cells = "\n".join(f'{place} = "{letter}"' for place, letter in letters.items())
    found["letters"] = filled(released, {"cracks": f"informed_customers = deregulation = ...\n{cells}"})
    return found


def filled(released: bytes, given: dict[str, str]) -> bytes:
    notebook = json.loads(released)
    for cell in notebook["cells"]:
        cell["source"] = given.get(cell["id"].removeprefix("answer_"), cell["source"])
    return json.dumps(notebook).encode()


def marks(notebook: bytes) -> Marks:
    read = nbformat.reads(notebook.decode(), as_version=4)
    return {mark.cell: (mark.score, mark.mistake, mark.message) for mark in marks_of(read)}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("parity")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copytree(ROOT / "solutions" / LESSON, root / "solutions" / LESSON)
    shutil.copytree(ROOT / "course" / LESSON, root / "course" / LESSON)
    return find_course(root)


@pytest.fixture(scope="module")
def split(course: Course) -> Iterator[dict[str, Marks]]:
    source = (course.source / LESSON / f"{LESSON}.ipynb").read_bytes()
    with SandboxRunner(LESSON, source, company=COMPANY, lanes=2) as runner:
        jobs = [Job(who, LESSON, work) for who, work in class_of(course).items()]
        verdicts = list(runner.run(jobs))
    assert [v.reason for v in verdicts if v.notebook is None] == []
    yield {v.student: marks(v.notebook) for v in verdicts if v.notebook}


def test_the_class_has_right_and_wrong_answers(split: dict[str, Marks]) -> None:
    points = {who: sum(score or 0 for score, _, _ in got.values()) for who, got in split.items()}
    assert points["blank"] == 0 and points["solved"] == max(points.values()) > 20
    assert all(points[who] == points["solved"] for who in points if who.startswith("right"))
    assert all(points[who] < points["solved"] / 2 for who in points if who.startswith("wrong"))
    assert split["letters"]["test_cracks"] == (
        1.25,
        "wrong-value",
        "3 of 6 letters fit, 1 does not, 2 are open.",
    )


def test_shared_cells_change_no_score(course: Course, split: dict[str, Marks]) -> None:
    source = (course.source / LESSON / f"{LESSON}.ipynb").read_bytes()
    with SandboxRunner(LESSON, source, company=COMPANY, lanes=2, every_cell=True) as runner:
        for verdict in runner.run(Job(who, LESSON, work) for who, work in class_of(course).items()):
            assert marks(verdict.notebook or b"") == split[verdict.student], verdict.student


def by_nbgrader(course: Course, lesson: str, work: dict[str, bytes]) -> dict[str, Marks]:
    for who, notebook in work.items():
        path = course.submitted / who / lesson / f"{lesson}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(notebook)
    put_scripts_on_path()
    os.environ["CENTRIC_COMPANY"] = str(COMPANY)
    try:
        for step in ("generate_assignment", "autograde"):
            words = [sys.executable, "-m", "nbgrader", step, lesson, "--force"]
            subprocess.run(words, cwd=course.root, capture_output=True, timeout=3000, check=False)
    finally:
        del os.environ["CENTRIC_COMPANY"]
    found = course.autograded.glob(f"*/{lesson}/{lesson}.ipynb")
    return {path.parts[-3]: marks(path.read_bytes()) for path in found}


def test_scores_and_sentences_are_those_of_nbgrader(course: Course, split: dict[str, Marks]) -> None:
    # the other styles of right answers are known to score in full
    work = {who: n for who, n in class_of(course).items() if who != "solved" and not who.startswith("right")}
    given = by_nbgrader(course, LESSON, work)
    assert set(given) == set(work)
    for who, got in given.items():
        assert split[who] == got, who


def test_honest_habits_score_as_with_nbgrader(tmp_path: Path) -> None:
    """Every second habit. Where they differ, nbgrader is at fault: it takes points off for a warning."""
    course, released = target.make_course(tmp_path / "habits")
    work = {
        habit.name: target.hand_in(released, target.RIGHT, habit.cells)
        for habit in target.players("honest")[::2]
        if "magic" not in habit.name  # `!pip` wants a network
    }
    source = (course.source / target.LESSON / f"{target.LESSON}.ipynb").read_bytes()
    with SandboxRunner(target.LESSON, source, lanes=2) as runner:
        jobs = [Job(who, target.LESSON, notebook) for who, notebook in work.items()]
        mine = {v.student: marks(v.notebook or b"") for v in runner.run(jobs)}
    theirs = by_nbgrader(course, target.LESSON, work)
    for who, got in theirs.items():
        for cell, (score, mistake, _) in got.items():
            if mistake == "warning-printed":
                score = max(other for other, _, _ in (m[cell] for m in mine.values()))
            assert mine[who][cell][0] == score, (who, cell, mistake)


def test_every_lessons_own_solution_earns_all_points() -> None:
    course = find_course(ROOT)
    for name in course.with_text():
        points = sum(
            c.points for c in read_lesson(course.source / name / f"{name}.py").cells if c.kind == "test"
        )
        assert try_lesson(course, name) == points
