"""Grades for other programs: the columns they want, nobody's zero, and no formula."""

from __future__ import annotations

import csv
import io

import pytest
from nbgrader.api import Gradebook
from small_course import LESSON, RETURNS_LEFT_IN, RIGHT, PlainRunner, answered, make_class, submit
from typer.testing import CliRunner

from generator.errors import UserError, WrongUse
from generator.storage.formulas import harmless
from staffroom.cli.app import make_app
from staffroom.grading.export import export
from staffroom.grading.export.tables import number
from staffroom.grading.run import grade_lesson


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Ada's memo waits for a reader, bob and `=1+1` have no memo, dan's file is torn."""
    course, released = make_class(tmp_path_factory.mktemp("export") / "course")
    submit(course.root, "ada", answered(released, answer_total=RIGHT, written_memo="Yes."))
    submit(
        course.root, "bob", answered(released, answer_total=RETURNS_LEFT_IN, answer_dearest="dearest = 'rug'")
    )
    submit(course.root, "=1-1", answered(released, answer_total=RIGHT, answer_dearest="dearest = 'rug'"))
    submit(course.root, "dan", b"{")
    grade_lesson(course, LESSON, runner=PlainRunner(course))
    with Gradebook(course.db_url, course.course_id) as book:
        book.update_or_create_student("ada", first_name="Ada", last_name="Lovelace", lms_user_id="4711")
        book.update_or_create_student("bob", first_name="Bob", last_name="@cmd", email="bob@example.org")
    return course


def rows(made) -> list[list[str]]:
    return list(csv.reader(io.StringIO(made.content.decode("utf-8"))))


def test_canvas_finds_its_columns_and_students(graded):
    made = export(graded, [LESSON], "canvas", column="Basket (12345)", so_far=True)
    head, points, *students = rows(made)
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Basket (12345)"]
    assert points[0].strip() == "Points Possible" and points[-1] == "10"
    assert ["Lovelace, Ada", "4711", "", "ada", "", "3"] in students
    assert "dan" not in {row[3] for row in students} and made.not_graded == ("dan",)


def test_moodle_gets_grade_and_feedback_together(graded):
    made = export(graded, [LESSON], "moodle")
    head, *students = rows(made)
    assert head[0] == "Username" and head[5].endswith(" (Real)") and head[6].endswith(" (Feedback)")
    bob = next(row for row in students if row[0] == "bob")
    assert bob[4] == "bob@example.org" and bob[5] == "2"
    assert "total 0/3: Lines that came back are still in your sum." in bob[6]
    assert made.waiting == ("ada",) and "ada" not in {row[0] for row in students}


def test_who_has_no_score_has_an_empty_cell_and_no_zero(graded):
    head, *students = rows(export(graded, [LESSON], "plain"))
    column = head.index(LESSON)
    score = {row[0]: (row[column], row[column + 2]) for row in students}
    assert score["dan"] == ("", "not gradable") and score["ada"] == ("", "waits for a reader")
    assert score["bob"] == ("2", "graded")


@pytest.mark.parametrize("form", ["plain", "canvas", "moodle"])
def test_no_cell_is_a_formula(graded, form):
    made = export(graded, [LESSON], form, column="=HYPERLINK()", so_far=True)
    cells = [cell for row in rows(made) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "@", "+", "-")]
    assert any(cell.startswith("'=1-1") for cell in cells)


@pytest.mark.parametrize("text", ["=1", "@x", "+a", "-2+3+cmd|' /C calc'!A0", "\tx", "\r=1", "＝1", "--1"])
def test_formulas_become_text(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "-3", "+4.5", "3", "a=b", "ada@example.org", "–"])
def test_other_texts_stay(text):
    assert harmless(text) == text


def test_numbers_are_written_as_platforms_read_them():
    assert [number(v) for v in (None, 0, 3.0, 1234.5, 2 / 3, -1.0)] == ["", "0", "3", "1234.5", "0.67", "-1"]


def test_wrong_use_is_said(graded, tmp_path):
    with pytest.raises(WrongUse, match="plain, canvas, moodle"):
        export(graded, [LESSON], "blackboard")
    with pytest.raises(WrongUse, match="one lesson"):
        export(graded, [LESSON, LESSON], "canvas")
    course, _ = make_class(tmp_path / "course")
    with pytest.raises(UserError, match="centric grade"):
        export(course, [LESSON], "plain")


def run(*words):
    return CliRunner().invoke(make_app(), [*map(str, words)])


def test_the_command_writes_the_file_and_names_who_is_left_out(graded):
    done = run("grades", "00", "--for", "canvas", "--course-dir", graded.root)
    assert done.exit_code == 0, done.output
    assert (graded.grades / LESSON / "canvas.csv").is_file()
    assert "dan" in done.output and "--so-far" in done.output and "2 students" in done.output


def test_all_lessons_go_into_one_plain_file(graded, tmp_path):
    done = run("grades", "--out", tmp_path / "all.csv", "--course-dir", graded.root, "--json")
    assert done.exit_code == 0, done.output
    assert '"rows": 4' in done.output and (tmp_path / "all.csv").read_text(encoding="utf-8").count("\n") == 5


def test_the_command_writes_feedback_again(graded):
    page = graded.feedback / "ada" / LESSON / f"{LESSON}.html"
    page.unlink()
    done = run("feedback", "00", "--course-dir", graded.root)
    assert done.exit_code == 0 and "3 pages" in done.output and page.is_file()
