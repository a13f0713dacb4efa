"""What lies in `autograded/` afterwards: the executed notebook, whatever else bore its name."""

from __future__ import annotations

import json

import pytest
from small_course import LESSON, RIGHT, PlainRunner, answered, make_class, submit
from test_preflight_choose import packed

from staffroom.grading.run import grade_lesson

#: Each grades a class or two.
pytestmark = pytest.mark.slow

NAME = f"{LESSON}.ipynb"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return make_class(tmp_path_factory.mktemp("course"))


def work(released: bytes) -> bytes:
    return json.dumps(answered(released, answer_total=RIGHT)).encode()


#: What a student, named by what is odd about it, hands in: files by name; `nb` is the answered notebook.
CASES = {
    "zip-with-it-inside": {NAME: {f"{LESSON}-nb": "nb", "own.csv": b"1"}},
    "zip-beside-it": {NAME: {"x": b"1"}, "work.ipynb": "nb", "own.csv": b"1"},
    "zip-above-it": {NAME: {"x": b"1"}, f"sub/{NAME}": "nb", "sub/own.csv": b"1"},
    "zip-in-capitals": {NAME.upper(): {"x": b"1"}, "work.ipynb": "nb", "own.csv": b"1"},
    "folder-of-its-name": {f"{NAME}/work.ipynb": "nb", f"{NAME}/own.csv": b"1"},
    "file-in-such-a-folder": {f"{NAME}/x.csv": b"2", "work.ipynb": "nb", "own.csv": b"1"},
    "another-zip-as-notebook": {"other.ipynb": {"x": b"1"}, NAME: "nb", "own.csv": b"1"},
    "stamp-as-a-folder": {"all.zip": {f"{LESSON}-nb": "nb", "timestamp.txt__x.csv": b"1", "own.csv": b"1"}},
    "file-where-a-folder-is": {"a": b"2", "sub/a/x.csv": b"1", "sub/work.ipynb": "nb", "sub/own.csv": b"1"},
    "the-same-name-twice": {"own.csv": b"2", "sub/own.csv": b"1", "sub/work.ipynb": "nb"},
}


@pytest.fixture(scope="module")
def graded(built):
    course, released = built
    for student, handed in CASES.items():
        for name, content in handed.items():
            if isinstance(content, dict):
                inside = {n: work(released) if c == "nb" else c for n, c in content.items()}
                submit(course.root, student, packed(**inside), name=name)
            else:
                submit(course.root, student, work(released) if content == "nb" else content, name=name)
        submit(course.root, student, "2026-01-01 10:00:00 UTC", name="timestamp.txt")
    return course, grade_lesson(course, LESSON, runner=PlainRunner(course))


@pytest.mark.parametrize("student", CASES)
def test_the_executed_notebook_lies_in_autograded(graded, student):
    course, outcome = graded
    folder = course.autograded / student / LESSON
    assert student in outcome.graded, [r.reason for r in outcome.results.students]
    notebook = json.loads((folder / NAME).read_bytes())
    tests = [cell for cell in notebook["cells"] if cell["id"] == "test_total"]
    assert len(tests) == 1
    assert "BEGIN HIDDEN TESTS" in "".join(tests[0]["source"]), "this is the executed one"
    assert (folder / "timestamp.txt").read_text() == "2026-01-01 10:00:00 UTC"
    assert (folder / "own.csv").read_bytes() == b"1"
    # nbgrader takes all that ends so for notebooks
    assert [path.name for path in folder.rglob("*") if path.suffix.lower() == ".ipynb"] == [NAME]


def test_what_an_earlier_version_left_there_is_put_right(built):
    course, released = built
    submit(course.root, "eve", work(released))
    folder = course.autograded / "eve" / LESSON
    (folder / NAME).mkdir(parents=True)
    (folder / NAME / "x.csv").write_text("1")
    assert "eve" in grade_lesson(course, LESSON, students=["eve"], runner=PlainRunner(course)).graded
    assert json.loads((folder / NAME).read_bytes())["cells"]
