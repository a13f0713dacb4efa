"""Who is stuck goes on with what is right in the exercise's place: late, and for no points."""

from __future__ import annotations

import pytest
from lesson_files import write_help

from classroom import check, study
from classroom.errors import Misuse, Trouble

HELP = """
title: A
exercises:
  double:
    reread: Again.
    concept: Twice.
    toy: 2 and 4.
    twin: {task: Thrice., solution: 'three = 3', why: Because.}
  letters_only:
    reread: Again.
    concept: Letters.
    toy: a or b.
    twin: {task: Another., solution: 'b = 1', why: Because.}
"""
REFERENCE = "def double(value):\n    return 2 * value\n"


@pytest.fixture(autouse=True)
def lesson(bank_folder, tmp_path, monkeypatch):
    write_help(bank_folder, "01_a", HELP)
    study.begin("01_a")
    notebooks = tmp_path / "course" / "01_a"
    notebooks.mkdir(parents=True)
    monkeypatch.chdir(notebooks)


@pytest.fixture
def solutions(tmp_path):
    folder = tmp_path / "solutions" / "01_a"
    folder.mkdir(parents=True)
    (folder / "reference.py").write_text(REFERENCE, encoding="utf-8")
    return folder


def all_hints(exercise: str, capsys) -> str:
    for number in range(5):
        study.hint(exercise, tried=f"way {number}")
    return capsys.readouterr().out


def test_after_the_last_hint_it_does_what_is_right(solutions, capsys):
    with pytest.raises(Trouble, match="still yours to try"):
        study.stand_in("double")
    assert 'study.stand_in("double")' in all_hints("double", capsys)
    double = study.stand_in("double")
    assert "no points" in capsys.readouterr().out
    assert double(4) == 8 and check.call(double, "double", 5) == 10


def test_after_three_different_tries_too(solutions):
    for value in (1, 2, 3):
        with pytest.raises(check.Mistake):
            check.same(value, 8, "double")
    assert study.stand_in("double")(4) == 8


def test_no_check_passes_it(solutions, capsys, monkeypatch):
    from classroom.lessons import page

    class Held:
        def call(self, name):
            raise AssertionError("the page was asked")

    monkeypatch.setattr(page, "find", lambda exercise: (Held(), "double"))
    all_hints("double", capsys)
    with pytest.raises(check.Mistake, match="not yours") as raised:
        check.on_page(study.stand_in("double"), "01/double")
    assert raised.value.key == "unanswered"


def test_without_solutions_it_says_so_and_is_not_offered(capsys):
    assert "stand_in" not in all_hints("double", capsys)
    with pytest.raises(Trouble, match="Ask your instructor"):
        study.stand_in("double")


def test_nothing_stands_in_while_a_notebook_is_graded(solutions, capsys, monkeypatch):
    all_hints("double", capsys)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(Trouble):
        study.stand_in("double")


@pytest.mark.parametrize("name", ["dubble", "letters_only"])
def test_what_is_no_function_of_the_lesson_is_told_with_those_that_are(solutions, name):
    with pytest.raises(Misuse, match="It works for: double"):
        study.stand_in(name)
