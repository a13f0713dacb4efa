"""Lessons of a course that lies elsewhere: notebook, commands and sandbox find the same folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small_course import ROOT
from spoken import shell

from classroom.explore import calls
from classroom.lessons import bank, names
from staffroom.course import find_course
from staffroom.grading.sandbox import shelf
from staffroom.lessons.new import new_lesson

LESSON = "15_elsewhere"
HELP = "recall: []\npredictions:\n  guess: {question: How many?}\n"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "course"
    (folder / bank.INSIDE / LESSON).mkdir(parents=True)
    (folder / bank.INSIDE / LESSON / bank.HELP).write_text(HELP, encoding="utf-8")
    (folder / "course" / LESSON).mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    monkeypatch.setenv(bank.VARIABLE, "")
    bank.forget()
    yield folder
    bank.forget()


def test_a_notebook_finds_it_in_a_folder_above_its_own(course, monkeypatch):
    monkeypatch.chdir(course / "course" / LESSON)
    assert bank.read(LESSON).predictions["guess"].question == "How many?"
    assert {LESSON, "01_product_vs_customer"} <= set(names())


def test_a_lesson_of_the_course_stands_in_for_one_of_the_same_name(course, monkeypatch):
    shutil.move(course / bank.INSIDE / LESSON, course / bank.INSIDE / "01_product_vs_customer")
    monkeypatch.chdir(course)
    assert set(bank.read("01_product_vs_customer").predictions) == {"guess"}


def test_the_lessons_that_come_with_centric_are_nobodys_own(monkeypatch):
    monkeypatch.setenv(bank.VARIABLE, "")
    monkeypatch.chdir(ROOT / "course")
    assert bank.of_course() is None
    assert "lessons" not in shelf.shelf().library


def test_a_command_finds_it_from_anywhere(course, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert LESSON not in names()
    find_course(course)
    assert LESSON in names()


def test_it_is_forgotten_when_another_course_is_opened(course, tmp_path):
    find_course(course)
    assert bank.read(LESSON).predictions
    find_course(ROOT)
    assert not bank.read(LESSON).predictions


def test_so_is_its_explorer(tmp_path, monkeypatch):
    monkeypatch.setenv(bank.VARIABLE, "")
    for number, title in enumerate(["One", "Two"]):
        folder = tmp_path / str(number)
        folder.mkdir()
        shutil.copy(ROOT / "nbgrader_config.py", folder)
        new_lesson(find_course(folder), LESSON, title)
        bank.forget()
        path = folder / bank.INSIDE / LESSON / "explorer.py"
        path.write_text(path.read_text(encoding="utf-8").replace("TODO: what it", title), encoding="utf-8")
        assert title in calls.explorers()["elsewhere"].heading
    find_course(ROOT)
    assert "elsewhere" not in calls.explorers()


def test_a_sandbox_is_shown_it_under_the_name_that_its_processes_are_told(course):
    find_course(course)
    assert shelf.shelf().library["lessons"] == (course / bank.INSIDE).resolve()
    assert shelf.environment("/centric", [], None)[bank.VARIABLE] == "/centric/lessons"


@pytest.mark.slow
def test_a_new_lesson_there_is_graded_there(course, tmp_path):
    made = shell("generate", "--out", course / "company", "--customers", 200, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    for words in (["new", "lesson", "86_mine", "Mine?"], ["build", "86", "--grade"]):
        done = shell(*words, "--course-dir", course, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
    assert "its own solution earns all 3 points" in done.stdout
