"""Marks of an earlier release are no forgery: the course changed, and nobody is accused of it."""

from __future__ import annotations

import json
import re

import pytest
from small_course import LESSON, RIGHT, PlainRunner, answered, make_class, make_course, submit
from test_preflight import keys, look, released  # noqa: F401  (a fixture)
from test_preflight_repair import at, edit

from staffroom.course import find_course
from staffroom.grading.run import grade_lesson
from staffroom.lessons.build import build
from staffroom.lessons.give import release_lesson

ACCUSES = re.compile(r"\b(alter|chang|edit|forg)")


def released_with(root, change) -> bytes:
    """The lesson as it was released when its text was another one."""
    course = find_course(make_course(root))
    path = course.source / LESSON / f"{LESSON}.py"
    text = path.read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    build(course, [LESSON])
    return (course.release / LESSON / f"{LESSON}.ipynb").read_bytes()


#: What the instructor changed since, as text of the lesson then; and what the instructor is told.
THEN = {
    "points-of-a-test": (
        lambda text: text.replace("[test] total 3", "[test] total 1"),
        "1 point then, 3 now",
    ),
    "points-of-the-memo": (lambda text: text.replace("memo 5", "memo 15"), "15 points then, 5 now"),
    "text-of-a-test": (lambda text: text.replace("Your sum of the toy basket", "The sum"), "test_total"),
    "points-and-text": (
        lambda text: text.replace("[test] total 3", "[test] total 4").replace("toy basket is", "toy is"),
        "4 points then, 3 now",
    ),
    "memo-and-its-words": (
        lambda text: text.replace("memo 5", "memo 8").replace("Say what", "Tell what"),
        "8 points then, 5 now",
    ),
}


@pytest.fixture(scope="module", params=THEN)
def older(request, tmp_path_factory):
    change, told = THEN[request.param]
    return released_with(tmp_path_factory.mktemp("older"), change), told


def test_an_earlier_release_is_told_without_reproach(tmp_path, released, older):  # noqa: F811
    given, told = older
    submit(tmp_path, "ada", answered(given, answer_total=RIGHT, written_memo="Keep it."))
    job = look(tmp_path, released)
    assert keys(job) == ["earlier-release"]
    assert not ACCUSES.search(job.notes[0].to_student) and told in job.notes[0].to_instructor
    now = {c["id"]: c for c in json.loads(released)["cells"]}
    for cell in json.loads(job.notebook)["cells"]:
        if "nbgrader" in cell["metadata"]:
            assert cell["metadata"] == now[cell["id"]]["metadata"], "the present points are what counts"
    assert at(json.loads(job.notebook), "test_total")["source"] == "".join(now["test_total"]["source"])


def points(name: str, count: object, **more: object):
    def change(notebook: dict) -> None:
        at(notebook, name)["metadata"]["nbgrader"] |= {"points": count, **more}

    return change


def no_checksum(notebook: dict) -> None:
    points("test_total", 99)(notebook)
    del at(notebook, "test_total")["metadata"]["nbgrader"]["checksum"]


@pytest.mark.parametrize(
    "change",
    [
        points("test_total", 1000),
        points("written_memo", 1000),
        points("test_total", 1000, checksum="0" * 32),
        points("test_total", [3], checksum="0" * 32),
        points("test_total", "x" * 50, checksum=7),
        points("test_total", 3, solution=True),
        no_checksum,
    ],
)
def test_marks_that_no_release_had_are_altered(tmp_path, released, change):  # noqa: F811
    work = answered(released, answer_total=RIGHT)
    change(work)
    submit(tmp_path, "ada", work)
    job = look(tmp_path, released)
    assert keys(job) == ["marks-altered"]
    assert "were altered" in job.notes[0].to_student


@pytest.mark.parametrize("name", ["test_dearest", "test_total"])
def test_in_an_earlier_release_too_an_edited_test_is_an_edited_one(tmp_path, released, name):  # noqa: F811
    given = released_with(tmp_path / "older", THEN["points-of-a-test"][0])
    work = answered(given, answer_total=RIGHT)
    edit(name, "pass")(work)
    submit(tmp_path, "ada", work)
    job = look(tmp_path, released)
    assert set(keys(job)) == {"earlier-release", "tests-edited"}
    assert all(name in note.to_student for note in job.notes if note.key == "tests-edited")


def test_points_changed_after_release_count_and_accuse_nobody(tmp_path):
    """The whole way: given out, points changed in the source, graded."""
    course, given = make_class(tmp_path / "course")
    release_lesson(course, LESSON)
    submit(course.root, "ada", answered(given, answer_total=RIGHT, answer_dearest="dearest = 'rug'"))
    path = course.source / LESSON / f"{LESSON}.py"
    path.write_text(path.read_text().replace("[test] total 3", "[test] total 7"))
    build(course, [LESSON])
    outcome = grade_lesson(course, LESSON, runner=PlainRunner(course))
    (ada,) = outcome.results.students
    assert {cell.cell: (cell.score, cell.points) for cell in ada.cells}["test_total"] == (7, 7)
    assert [note.key for note in ada.notes] == ["earlier-release"]
    page = (course.feedback / "ada" / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")
    assert "earlier release" in page and "altered" not in page
