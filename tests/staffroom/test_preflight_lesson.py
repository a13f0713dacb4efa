"""A notebook of another lesson is not graded, and never zero; one with cells of both is."""

from __future__ import annotations

import copy
import json
import shutil

import pytest
from small_course import FIXTURES, LESSON, RIGHT, PlainRunner, answered, make_course, submit
from test_preflight import keys
from test_preflight_choose import packed

from staffroom.course import find_course
from staffroom.grading.preflight import inspect, known_of, wanted_of
from staffroom.grading.run import grade_lesson
from staffroom.grading.verdict import Job, Reason
from staffroom.lessons.build import build

SECOND = "00_second"
DONE = {"answer_delay": "def delay(table):\n    return table['came'] - table['promised']",
        "answer_late_share": "late_share = 0.5", "written_memo": "Half of the parcels are late."}  # fmt: skip


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = make_course(tmp_path_factory.mktemp("two"))
    shutil.copytree(FIXTURES / SECOND, root / "solutions" / SECOND)
    made = find_course(root)
    build(made, [LESSON, SECOND])
    return made


@pytest.fixture
def first(course) -> bytes:
    return (course.release / LESSON / f"{LESSON}.ipynb").read_bytes()


@pytest.fixture
def second(course) -> dict:
    """The other lesson, answered."""
    return answered((course.release / SECOND / f"{SECOND}.ipynb").read_bytes(), **DONE)


@pytest.fixture(params=[True, False], ids=["known", "unknown"])
def look(request, course, first, tmp_path):
    """Looks at a notebook handed in for the first lesson; the course may have the second one, or not."""
    source = (course.source / SECOND / f"{SECOND}.ipynb").read_bytes()
    wanted = wanted_of(LESSON, first, [known_of(SECOND, source)] if request.param else [])

    def looking(notebook: dict, name: str = f"{LESSON}.ipynb") -> Job | Reason:
        submit(tmp_path, "ada", notebook, name)
        return inspect(tmp_path / "submitted" / "ada" / LESSON, "ada", wanted)

    looking.known = request.param
    return looking


def said(found: Job | Reason) -> str:
    assert isinstance(found, Reason) and found.key == "other-lesson", found
    for sentence in (found.to_student, found.to_instructor):
        assert sentence.endswith(".") and sentence.isprintable()
    return found.to_student


def without(notebook: dict, *what: str) -> dict:
    """The notebook with some of what tells its lesson stripped."""
    notebook = copy.deepcopy(notebook)
    if "metadata" in what:
        notebook["metadata"] = {}
    for number, cell in enumerate(notebook["cells"]):
        if "marks" in what:
            cell["metadata"] = {}
        if "ids" in what:
            cell["id"] = f"x{number}"
        if "begin" in what:
            cell["source"] = "".join(cell["source"]).replace("study.begin", "# study.begin")
    return notebook


STRIPPED = [
    (),
    ("metadata",),
    ("marks", "ids"),
    ("begin",),
    ("metadata", "begin"),
    ("metadata", "marks", "ids"),
]


@pytest.mark.parametrize("what", STRIPPED, ids=lambda what: "+".join(what) or "whole")
@pytest.mark.parametrize("name", [f"{LESSON}.ipynb", f"{SECOND}.ipynb"])
def test_another_lesson_is_named(look, second, what, name):
    sentence = said(look(without(second, *what), name))
    if what == ("metadata", "begin") and not look.known:
        assert "“How late are the parcels?”" in sentence, "only its title is left to say"
    else:
        assert SECOND in sentence
    assert f"as {LESSON}.ipynb" in sentence


def test_what_bears_no_name_at_all_is_known_by_its_cells(look, second):
    found = look(without(second, "metadata", "marks", "ids", "begin"))
    if look.known:  # of a lesson that the course does not have, nothing is left to know it by
        assert SECOND in said(found)


def test_the_instructor_reads_how_it_is_known(look, second):
    reason = look(second)
    said(reason)
    for sign in (f"begins {SECOND}", f"metadata name {SECOND}", "answer_delay", "How late are the parcels?"):
        assert sign in reason.to_instructor


def test_an_unanswered_one_is_another_lesson_too(look, course):
    said(look(json.loads((course.release / SECOND / f"{SECOND}.ipynb").read_bytes())))


@pytest.mark.parametrize("pasted", ["some", "all"])
@pytest.mark.parametrize("where", ["above", "below"])
def test_cells_of_another_lesson_in_the_right_notebook_do_no_harm(look, first, second, pasted, where):
    work = answered(first, answer_total=RIGHT)
    more = without(second, "ids")["cells"]
    more = [cell for cell in more if cell["metadata"].get("nbgrader", {}).get("grade_id") != "written_memo"]
    more = more if pasted == "all" else more[1:6]
    work["cells"] = [*more, *work["cells"]] if where == "above" else [*work["cells"], *more]
    found = look(work)
    assert "marks-foreign" in keys(found)
    (answer,) = [cell for cell in json.loads(found.notebook)["cells"] if cell["id"] == "answer_total"]
    assert answer["source"] == RIGHT


def test_a_right_notebook_with_the_other_s_metadata_is_graded(look, first, second):
    work = answered(first, answer_total=RIGHT)
    work["metadata"] = second["metadata"]
    assert keys(look(work)) == []


def test_answers_in_a_notebook_of_one_s_own_are_graded(look):
    cells = [
        {"cell_type": "markdown", "source": "# My homework", "metadata": {}},
        {"cell_type": "code", "source": RIGHT, "metadata": {}},
        {"cell_type": "code", "source": "dearest = 'rug'", "metadata": {}},
    ]
    assert "tests-put-back" in keys(look({"nbformat": 4, "metadata": {}, "cells": cells}))


def test_the_right_notebook_beside_it_is_taken(look, first, second, tmp_path):
    submit(tmp_path, "ada", second)
    found = look(answered(first, answer_total=RIGHT), "mine.ipynb")
    assert keys(found) == ["several-notebooks", "renamed"]


def test_one_in_an_archive_is_named_too(look, second):
    content = packed(**{f"{LESSON}-nb": json.dumps(second).encode()})
    assert SECOND in said(look(content, "work.zip"))


def test_a_run_knows_the_other_lessons_and_gives_no_zero(course, second):
    """With nothing left that names the lesson, the course's own notebooks tell it."""
    submit(course.root, "ada", without(second, "metadata", "marks", "ids", "begin"))
    (course.source / "00_broken").mkdir(exist_ok=True)
    (course.source / "00_broken" / "00_broken.ipynb").write_text("no notebook")
    (ada,) = grade_lesson(course, LESSON, runner=PlainRunner(course)).results.students
    assert (ada.reason_key, ada.score) == ("other-lesson", None) and SECOND in ada.reason
